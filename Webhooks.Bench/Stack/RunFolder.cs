using System.Diagnostics;
using System.Globalization;

namespace Webhooks.Bench.Stack;

/// <summary>The servers' data of this run. Folders of runs that were killed are removed by the next.</summary>
internal sealed class RunFolder : IDisposable
{
    private const string Prefix = "webhooks-bench-";

    public RunFolder(string root)
    {
        foreach (var old in Directory.EnumerateDirectories(root, Prefix + "*").Where(IsAbandoned))
        {
            Remove(old);
        }

        Path = Directory.CreateDirectory(System.IO.Path.Combine(root, Prefix + Environment.ProcessId.ToString(CultureInfo.InvariantCulture))).FullName;
    }

    public string Path { get; }

    public string Create(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

    public void Dispose() => Remove(Path);

    private static bool IsAbandoned(string folder) =>
        int.TryParse(System.IO.Path.GetFileName(folder)[Prefix.Length..], CultureInfo.InvariantCulture, out var id) && !Directory.Exists($"/proc/{id}");

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Trace.TraceWarning($"{folder} was left behind: {error.Message}");
        }
    }
}
