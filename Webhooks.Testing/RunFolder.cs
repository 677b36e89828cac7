using System.Diagnostics;
using System.Globalization;

namespace Webhooks.Testing;

/// <summary>The data of this process's servers. Folders of runs that were killed are removed by the next.</summary>
public sealed class RunFolder : IDisposable
{
    private const string Prefix = "webhooks-run-";

    private static readonly Lazy<RunFolder> Temporary = new(() =>
    {
        var folder = new RunFolder(System.IO.Path.GetTempPath());
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        return folder;
    });

    /// <param name="root">The file system decides what a commit costs.</param>
    public RunFolder(string root)
    {
        foreach (var old in Directory.EnumerateDirectories(root, Prefix + "*").Where(IsAbandoned))
        {
            Remove(old);
        }

        Path = Directory.CreateDirectory(System.IO.Path.Combine(root, Prefix + Environment.ProcessId.ToString(CultureInfo.InvariantCulture))).FullName;
    }

    /// <summary>In the temporary folder, gone when this process ends.</summary>
    public static RunFolder Default => Temporary.Value;

    public string Path { get; }

    /// <summary>A new folder in it.</summary>
    public string Create(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, $"{name}-{Guid.NewGuid():N}")).FullName;

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
