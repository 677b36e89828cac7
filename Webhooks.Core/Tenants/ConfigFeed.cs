using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Webhooks.Core.Tenants;

/// <summary>
/// Keeps a <see cref="ConfigDirectory"/> up to date: each change is notified by the database and read within
/// milliseconds; everything is read again once a minute and after every lost connection. A silent database says nothing of
/// changes either: who listens to more is told how far it has been heard.
/// </summary>
public sealed partial class ConfigFeed(NpgsqlDataSource database, ConfigDirectory directory, TimeProvider time, ILogger<ConfigFeed> logger)
{
    private static readonly TimeSpan FullReload = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(5);
    private const int PulseTimeout = 5;

    /// <param name="listener">Who listens to more; null for nobody.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(IFeedListener? listener, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(listener, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is NpgsqlException or TimeoutException or IOException or InvalidOperationException or OperationCanceledException)
            {
                LogLost(logger, error.Message);
                await Task.Delay(RetryDelay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(IFeedListener? listener, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var changed = new HashSet<string>(StringComparer.Ordinal);
        var (called, answered) = (0L, 0L);
        connection.Notification += (_, notification) =>
        {
            if (notification.Channel == ConfigCall.Channel)
            {
                called = long.Parse(notification.Payload, CultureInfo.InvariantCulture);
            }
            else if (notification.Channel == listener?.Channel)
            {
                listener.Hear(notification.Payload);
            }
            else
            {
                changed.Add(notification.Payload);
            }
        };
        var more = listener is null ? "" : $"; LISTEN {ConfigCall.Channel}; LISTEN {listener.Channel}";
        await using (var listen = new NpgsqlCommand($"LISTEN webhooks_config{more}", connection))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        // Whatever was notified before is not heard.
        listener?.LoseTrack();
        await directory.LoadAsync(cancellationToken);
        await using var pulse = new NpgsqlCommand("SELECT FROM (SELECT) AS heard", connection) { CommandTimeout = PulseTimeout };
        var (answering, loading, loadAt) = (Task.CompletedTask, Task.CompletedTask, time.GetUtcNow() + FullReload);
        while (true)
        {
            // Its answer comes after every notice of what was committed before.
            var asked = time.GetTimestamp();
            if (listener is not null)
            {
                await pulse.ExecuteNonQueryAsync(cancellationToken);
            }

            foreach (var tenantId in changed)
            {
                await directory.ReloadAsync(tenantId, cancellationToken);
            }

            changed.Clear();
            listener?.HearUntil(asked);
            if (listener is not null && called != answered && answering.IsCompleted)
            {
                answered = called;
                answering = TryAsync(listener.AnswerAsync(called, cancellationToken), cancellationToken);
            }

            if (time.GetUtcNow() >= loadAt && loading.IsCompleted)
            {
                loadAt = time.GetUtcNow() + FullReload;
                loading = TryAsync(directory.LoadAsync(cancellationToken), cancellationToken);
            }

            await connection.WaitAsync(called != answered ? Soon : listener is null ? FullReload : Pulse, cancellationToken);
        }
    }

    // What fails is made good a minute later, or by the next call; nobody waits for either to hear on.
    private async Task TryAsync(Task step, CancellationToken cancellationToken)
    {
        try
        {
            await step;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            LogLate(logger, error.Message);
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
    }

    [LoggerMessage(LogLevel.Warning, "Could not read the configuration again or say what was heard: {Reason}")]
    private static partial void LogLate(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Warning, "Lost the configuration feed, reconnecting: {Reason}")]
    private static partial void LogLost(ILogger logger, string reason);
}
