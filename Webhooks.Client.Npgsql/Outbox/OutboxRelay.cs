using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Webhooks.Client.Outbox;

/// <summary>Sends what is committed in the table, until the platform has it.</summary>
internal sealed partial class OutboxRelay(
    OutboxTable table, IServiceProvider services, IOptions<WebhooksOutboxOptions> options, TimeProvider time, ILogger<OutboxRelay> logger)
    : BackgroundService
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isReady = !options.Value.CreateTable;
        while (!stoppingToken.IsCancellationRequested)
        {
            var hasMore = false;
            try
            {
                if (!isReady)
                {
                    await table.CreateAsync(stoppingToken).ConfigureAwait(false);
                    isReady = true;
                }

                hasMore = await SendDueAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is NpgsqlException or TimeoutException or OperationCanceledException && !stoppingToken.IsCancellationRequested)
            {
                LogDatabaseAway(logger, error.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            if (!hasMore)
            {
                await Task.Delay(options.Value.PollInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // True when more may be due at once.
    private async Task<bool> SendDueAsync(CancellationToken stoppingToken)
    {
        var rows = await table.TakeAsync(stoppingToken).ConfigureAwait(false);
        if (rows.Count == 0)
        {
            return false;
        }

        // Well before the lease ends and somebody else takes them.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        deadline.CancelAfter(options.Value.Lease * 0.6);
        var client = services.GetRequiredService<WebhooksClient>();
        var fates = new ConcurrentBag<OutboxFate>();
        var isAway = false;
        await Parallel.ForEachAsync(rows, new ParallelOptions { MaxDegreeOfParallelism = options.Value.Parallelism }, async (row, _) =>
        {
            // Once it is away for one it is away for all: they are due when the first is.
            var fate = Volatile.Read(ref isAway)
                ? new OutboxFate(row.Id, Pause: FirstDelay)
                : await SendAsync(client, row, deadline.Token).ConfigureAwait(false);
            if (fate.Pause is not null)
            {
                Volatile.Write(ref isAway, true);
            }

            fates.Add(fate);
        }).ConfigureAwait(false);

        // Also while the application stops: what is sent should not be sent again.
        using var settling = new CancellationTokenSource(SettleTime);
        await table.SettleAsync(fates, settling.Token).ConfigureAwait(false);
        return !isAway && rows.Count == options.Value.BatchSize;
    }

    private async Task<OutboxFate> SendAsync(WebhooksClient client, OutboxRow row, CancellationToken cancellationToken)
    {
        try
        {
            await client.Events.SendAsync(OutgoingEvent.Raw(row.Body), row.Key, cancellationToken).ConfigureAwait(false);
            return new OutboxFate(row.Id);
        }
        catch (WebhooksApiException refusal) when (refusal.Status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge
            or HttpStatusCode.UnsupportedMediaType or HttpStatusCode.UnprocessableEntity)
        {
            LogRefused(logger, row.Id, refusal.Message);
            return new OutboxFate(row.Id, Refusal: refusal.Detail ?? refusal.Message);
        }
        catch (WebhooksApiException busy)
        {
            return Later(row, busy.RetryAfter, busy.Message);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return Later(row, retryAfter: null, error.Message);
        }
    }

    private OutboxFate Later(OutboxRow row, TimeSpan? retryAfter, string reason)
    {
        var delay = FirstDelay * Math.Pow(2, Math.Min(row.Attempts - 1, 16));
        var pause = retryAfter > delay ? retryAfter.Value : delay;
        LogLater(logger, row.Id, row.Attempts, reason);
        return new OutboxFate(row.Id, Pause: pause < options.Value.MaxDelay ? pause : options.Value.MaxDelay);
    }

    [LoggerMessage(LogLevel.Warning, "The webhooks outbox cannot reach its database, trying again: {Reason}")]
    private static partial void LogDatabaseAway(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Error, "The platform refuses the event {Id} of the webhooks outbox, which stays there with the reason: {Reason}")]
    private static partial void LogRefused(ILogger logger, Guid id, string reason);

    [LoggerMessage(LogLevel.Warning, "The event {Id} of the webhooks outbox was not sent (attempt {Attempt}) and will be later: {Reason}")]
    private static partial void LogLater(ILogger logger, Guid id, int attempt, string reason);
}
