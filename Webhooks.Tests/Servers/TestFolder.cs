using System.Diagnostics;
using System.Globalization;

namespace Webhooks.Tests.Servers;

/// <summary>The folder of this test run. Folders of runs that were killed are removed by the next.</summary>
internal static class TestFolder
{
    private const string Prefix = "webhooks-tests-";

    public static string Path { get; } = Create();

    private static string Create()
    {
        var root = System.IO.Path.GetTempPath();
        foreach (var old in Directory.EnumerateDirectories(root, Prefix + "*").Where(IsAbandoned))
        {
            Remove(old);
        }

        var folder = System.IO.Path.Combine(root, Prefix + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove(folder);
        return folder;
    }

    private static bool IsAbandoned(string folder) =>
        int.TryParse(System.IO.Path.GetFileName(folder)[Prefix.Length..], CultureInfo.InvariantCulture, out var id)
        && !Directory.Exists($"/proc/{id}") && Environment.OSVersion.Platform == PlatformID.Unix;

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
