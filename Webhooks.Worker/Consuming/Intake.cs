using System.Threading.Channels;
using Microsoft.Extensions.Options;
using NATS.Client.JetStream;
using Npgsql;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Messaging;
using Webhooks.Core.Retries;
using Webhooks.Worker.DeadLetters;

namespace Webhooks.Worker.Consuming;

/// <summary>Takes each message that was fetched: sends it on, looks at its row first, or drops it.</summary>
internal sealed partial class Intake(
    Dispatch dispatch, RowCheck rows, Poison poison, TimeProvider time, IOptions<WorkerOptions> options, ILogger<Intake> logger)
{
    private const int MaxChecked = 256;

    private static readonly TimeSpan DatabaseWait = TimeSpan.FromMilliseconds(500);

    private readonly WorkerOptions _options = options.Value;

    /// <summary>
    /// Takes what the channel has until it is completed or the token is cancelled. What it has not decided about by then
    /// stays in the channel or is handed over.
    /// </summary>
    public async Task RunAsync(ChannelReader<INatsJSMsg<DeliveryMessage>> messages, RetryPolicy policy, CancellationToken cancellationToken)
    {
        var doubtful = new Queue<INatsJSMsg<DeliveryMessage>>(MaxChecked);
        try
        {
            while (await messages.WaitToReadAsync(cancellationToken))
            {
                while (doubtful.Count < MaxChecked && messages.TryPeek(out var message))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (message.Data is not { } delivery)
                    {
                        await poison.TerminateAsync(message, "not a delivery message", cancellationToken);
                    }
                    else if (IsDoubtful(message, delivery))
                    {
                        doubtful.Enqueue(message);
                    }
                    else
                    {
                        await dispatch.EnterAsync(message, delivery, policy, previous: null, cancellationToken);
                    }

                    messages.TryRead(out _);
                }

                await CheckAsync(doubtful, policy, cancellationToken);
            }
        }
        finally
        {
            while (doubtful.TryDequeue(out var message))
            {
                await dispatch.HandOverAsync(message, policy);
            }
        }
    }

    private bool IsDoubtful(INatsJSMsg<DeliveryMessage> message, DeliveryMessage delivery) =>
        delivery.Header.Republished
        || delivery.Header.BudgetUsed > 0
        || message.Metadata is { NumDelivered: > 1 }
        || (message.Metadata is { } metadata && time.GetUtcNow() - metadata.Timestamp > _options.CheckAfter);

    private async Task CheckAsync(Queue<INatsJSMsg<DeliveryMessage>> doubtful, RetryPolicy policy, CancellationToken cancellationToken)
    {
        var states = doubtful.Count > 0 ? await ReadRowsAsync(doubtful, cancellationToken) : [];
        while (doubtful.TryPeek(out var message))
        {
            var delivery = message.Data!;
            var state = states.GetValueOrDefault(delivery.Id);
            switch (state?.FateOf(delivery.Header.Cycle) ?? MessageFate.Drop)
            {
                case MessageFate.Send:
                    await dispatch.EnterAsync(message, delivery, policy, state!.LastOutcome, cancellationToken);
                    break;
                case MessageFate.Terminate:
                    await message.AckTerminateAsync(cancellationToken: cancellationToken);
                    break;
                default:
                    LogDropped(logger, delivery.Id, state?.Status ?? "deleted", delivery.Header.CorrelationId);
                    await message.AckAsync(cancellationToken: cancellationToken);
                    break;
            }

            doubtful.Dequeue();
        }
    }

    /// <summary>Waits for the database when it is away, and keeps the messages meanwhile.</summary>
    private async Task<Dictionary<DeliveryId, RowState>> ReadRowsAsync(Queue<INatsJSMsg<DeliveryMessage>> doubtful, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await rows.ReadAsync([.. doubtful.Select(message => message.Data!)], cancellationToken);
            }
            catch (Exception error) when (error is NpgsqlException or TimeoutException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                LogWaiting(logger, doubtful.Count, error.Message);
                foreach (var message in doubtful)
                {
                    await message.AckProgressAsync(cancellationToken: cancellationToken);
                }

                await Task.Delay(DatabaseWait, time, cancellationToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} messages wait for the database: {Reason}")]
    private static partial void LogWaiting(ILogger logger, int count, string reason);

    [LoggerMessage(LogLevel.Information, "Dropped a stale message of {Delivery}, which is {Status} correlation_id={CorrelationId}")]
    private static partial void LogDropped(ILogger logger, DeliveryId delivery, string status, string correlationId);
}
