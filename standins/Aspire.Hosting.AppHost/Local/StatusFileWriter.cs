using System.Text;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Local.Running;
using Aspire.Hosting.Local.Storage;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Local;

/// <summary>
/// Shows the state of the stack to scripts: one line per instance of <c>id, state, health, URLs, reason</c>, separated by tabs, in
/// <c>run/status</c> of the data folder.
/// </summary>
internal sealed class StatusFileWriter(ResourceNotificationService notifications, LocalStorage storage) : BackgroundService
{
    private string _written = "";

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_written.Length > 0)
        {
            File.Delete(storage.StatusFile);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var _ in notifications.WatchAsync(stoppingToken))
            {
                var lines = string.Concat(notifications.Latest.OrderBy(e => e.ResourceId, StringComparer.Ordinal).Select(Line));
                if (!lines.Equals(_written, StringComparison.Ordinal))
                {
                    Write(lines);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private void Write(string lines)
    {
        try
        {
            PrivateFile.Write(storage.StatusFile, lines);
            _written = lines;
        }
        catch (IOException)
        {
            // A full disk must not stop the stack; the next change tries again.
        }
    }

    private static string Line(ResourceEvent update)
    {
        var snapshot = update.Snapshot;
        var reason = snapshot.Properties.FirstOrDefault(p => p.Name is InstanceState.ReasonProperty)?.Value as string
            ?? snapshot.HealthReports.FirstOrDefault(r => r.Description is not null)?.Description ?? "";
        return new StringBuilder(update.ResourceId)
            .Append('\t').Append(snapshot.State?.Text ?? "Unknown")
            .Append('\t').Append(snapshot.HealthStatus?.ToString() ?? "-")
            .Append('\t').AppendJoin(' ', snapshot.Urls.Select(u => u.Url))
            .Append('\t').Append(reason.ReplaceLineEndings(" ")).Append('\n')
            .ToString();
    }
}
