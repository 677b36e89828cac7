using System.Collections.Concurrent;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Local.Storage;

namespace Aspire.Hosting.Local.Logs;

/// <summary>Takes each resource's lines to the console (prefixed with its name), to its log file and to who watches it.</summary>
internal sealed class ResourceOutput(LocalStorage storage, ResourceLoggerService loggers, bool toConsole) : IDisposable
{
    private const int PrefixWidth = 10;
    private static readonly Lock ConsoleLock = new();
    private readonly ConcurrentDictionary<string, BoundedLogFile> _files = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="resourceId">The instance, such as <c>worker-1</c>; each has its own file.</param>
    /// <param name="resource">The resource it belongs to.</param>
    /// <param name="line">Without its line end.</param>
    public void Write(string resourceId, IResource resource, string line)
    {
        WriteToFile(resourceId, line);
        loggers.Add(resource, line);
        if (toConsole)
        {
            WriteToConsole($"{resourceId.PadRight(PrefixWidth)} | {line}");
        }
    }

    public void Dispose()
    {
        foreach (var file in _files.Values)
        {
            file.Dispose();
        }
    }

    private void WriteToFile(string resourceId, string line)
    {
        try
        {
            _files.GetOrAdd(resourceId, id => new BoundedLogFile(Path.Combine(storage.Logs, id + ".log"))).WriteLine(line);
        }
        catch (IOException)
        {
            // A full disk costs lines, not the program: it would hang if nobody read its output.
        }
    }

    private static void WriteToConsole(string line)
    {
        lock (ConsoleLock)
        {
            try
            {
                Console.Out.WriteLine(line);
            }
            catch (IOException)
            {
                // The terminal is gone; the log files go on.
            }
        }
    }
}
