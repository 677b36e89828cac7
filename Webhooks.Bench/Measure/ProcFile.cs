using System.Globalization;

namespace Webhooks.Bench.Measure;

/// <summary>What Linux tells of a process and of the machine under /proc.</summary>
internal static class ProcFile
{
    // USER_HZ is 100 on every Linux architecture that .NET runs on.
    private const int TicksPerSecond = 100;
    private const double KiBPerMiB = 1024;

    /// <summary>Parent, CPU seconds of the process, and CPU seconds of its children that have ended; null when it is gone.</summary>
    public static (int Parent, double Cpu, double EndedChildrenCpu)? ReadStat(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            // The name in parentheses may have blanks; field 3 follows it.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), Seconds(11) + Seconds(12), Seconds(13) + Seconds(14));

            double Seconds(int field) => double.Parse(fields[field], CultureInfo.InvariantCulture) / TicksPerSecond;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public static IEnumerable<int> Processes() =>
        Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0);

    /// <summary>A line such as <c>VmRSS: 1234 kB</c> of /proc/{id}/{file}, in MiB; 0 when there is none.</summary>
    public static double ReadMebibytes(int id, string file, string name)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/{file}").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line[(name.Length + 1)..^3], CultureInfo.InvariantCulture) / KiBPerMiB;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>CPU seconds that all cores together were busy, and those that a hypervisor took away.</summary>
    public static (double Busy, double Stolen) ReadMachineCpu()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        const int User = 1, Nice = 2, System = 3, Irq = 6, SoftIrq = 7, Steal = 8;
        return (Seconds(User) + Seconds(Nice) + Seconds(System) + Seconds(Irq) + Seconds(SoftIrq), Seconds(Steal));

        double Seconds(int field) => double.Parse(fields[field], CultureInfo.InvariantCulture) / TicksPerSecond;
    }

    public static double ReadLoad() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);
}
