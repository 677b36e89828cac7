namespace Aspire.Hosting.Local.Processes;

internal static class ExecutableFinder
{
    // Debian keeps servers out of a user's PATH, and PostgreSQL's by version; Homebrew has two prefixes.
    private static readonly string[] Folders = ["/usr/local/bin", "/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin", "/usr/local/opt/*/bin"];
    private static readonly string[] Versioned = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/usr/pgsql"];

    public static string? Find(string name)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return path.Concat(Folders).Concat(Versioned.SelectMany(VersionFolders))
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }

    private static IEnumerable<string> VersionFolders(string parent) => Directory.Exists(parent)
        ? Directory.EnumerateDirectories(parent)
            .OrderByDescending(VersionOf)
            .Select(folder => Path.Combine(folder, "bin"))
        : [];

    private static int VersionOf(string folder) =>
        int.TryParse(new string([.. Path.GetFileName(folder).Where(char.IsAsciiDigit)]), out var version) ? version : 0;
}
