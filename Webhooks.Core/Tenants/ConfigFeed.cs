using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Webhooks.Core.Tenants;

/// <summary>
/// Keeps a <see cref="ConfigDirectory"/> up to date: each change is notified by the database and read within
/// milliseconds; everything is read again once a minute and after every lost connection.
/// </summary>
public sealed partial class ConfigFeed(NpgsqlDataSource database, ConfigDirectory directory, TimeProvider time, ILogger<ConfigFeed> logger)
{
    private static readonly TimeSpan FullReload = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    /// <param name="listener">Who listens to more; null for nobody.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(IFeedListener? listener, CancellationToken cancellationToken)
    {
        for (var isAgain = false; !cancellationToken.IsCancellationRequested; isAgain = true)
        {
            try
            {
                await ListenAsync(listener, isAgain, cancellationToken);
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

    private async Task ListenAsync(IFeedListener? listener, bool isAgain, CancellationToken cancellationToken)
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

        if (isAgain)
        {
            listener?.LoseTrack();
        }

        while (true)
        {
            await directory.LoadAsync(cancellationToken);
            var reloadAt = time.GetUtcNow() + FullReload;
            while (time.GetUtcNow() < reloadAt)
            {
                await connection.WaitAsync(FullReload, cancellationToken);
                foreach (var tenantId in changed)
                {
                    await directory.ReloadAsync(tenantId, cancellationToken);
                }

                changed.Clear();
                if (called != answered && listener is not null)
                {
                    answered = called;
                    await listener.AnswerAsync(called, cancellationToken);
                }
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Lost the configuration feed, reconnecting: {Reason}")]
    private static partial void LogLost(ILogger logger, string reason);
}
