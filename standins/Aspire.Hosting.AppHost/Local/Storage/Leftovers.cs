using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.Local.Processes;

namespace Aspire.Hosting.Local.Storage;

/// <summary>
/// Remembers the processes of this run on disk, so that the next one can end what a power cut or a killed supervisor left running on the same
/// data. A process counts as ours when its id and its start time match.
/// </summary>
internal sealed class Leftovers(LocalStorage storage)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);
    private readonly Lock _lock = new();

    private string FilePath => Path.Combine(storage.Run, "processes");

    public void Remember(int processId)
    {
        if (StartTime(processId) is { } started)
        {
            lock (_lock)
            {
                File.AppendAllText(FilePath, $"{processId} {started.ToUnixTimeMilliseconds()}\n");
            }
        }
    }

    /// <summary>Waits for what a killed AppHost's supervisors are still stopping, then ends the rest.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(FilePath))
        {
            await Task.WhenAll((await File.ReadAllLinesAsync(FilePath, cancellationToken)).Select(line => EndAsync(line, cancellationToken)));
            File.Delete(FilePath);
        }
    }

    private static async Task EndAsync(string line, CancellationToken cancellationToken)
    {
        if (line.Split(' ') is not [var id, var time]
            || !int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
            || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var started)
            || !IsSame(processId, started))
        {
            return;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Grace);
        try
        {
            while (IsSame(processId, started))
            {
                await Task.Delay(50, deadline.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Signals.SendToGroup(processId, Signals.Kill);
        }
    }

    private static bool IsSame(int processId, long started) =>
        StartTime(processId) is { } actual && Math.Abs(actual.ToUnixTimeMilliseconds() - started) < 2_000;

    private static DateTimeOffset? StartTime(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.HasExited ? null : new DateTimeOffset(process.StartTime);
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
