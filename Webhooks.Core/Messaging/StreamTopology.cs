using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Microsoft.Extensions.Options;
using Webhooks.Core.Retries;

namespace Webhooks.Core.Messaging;

/// <summary>
/// The streams and consumers that the platform needs. Every call is idempotent: any process may make it at start,
/// and again when something has vanished.
/// </summary>
public sealed class StreamTopology(INatsJSContext jetStream, StreamNames names, IOptions<MessagingOptions> options)
{
    private const int NotFound = 404;

    /// <summary>Then the batch is taken apart.</summary>
    private const int MostWorkersLost = 3;

    /// <summary>False when the work queue is not there: what had waited in it, if anything, is lost with it.</summary>
    public async Task<bool> HasDeliveriesAsync(CancellationToken cancellationToken)
    {
        try
        {
            await jetStream.GetStreamAsync(names.Deliveries, cancellationToken: cancellationToken);
            return true;
        }
        catch (NatsJSApiException error) when (error.Error.Code == NotFound)
        {
            return false;
        }
    }

    /// <summary>
    /// Makes the work queue of deliveries and the stream that captures the advisories about it. For
    /// <see cref="Deliveries.StreamRecovery"/> alone: whoever else makes the queue leaves it empty.
    /// </summary>
    internal async Task EnsureStreamsAsync(CancellationToken cancellationToken)
    {
        // Before the work queue, so that no advisory about it can be missed.
        await EnsureAsync(
            new StreamConfig(names.DeadLetters, [.. names.AdvisorySubjects])
            {
                Retention = StreamConfigRetention.Workqueue,
                Storage = StreamConfigStorage.File,
                NumReplicas = options.Value.Replicas,
            },
            cancellationToken);
        await EnsureAsync(
            new StreamConfig(names.Deliveries, [.. names.DeliverySubjects])
            {
                Retention = StreamConfigRetention.Workqueue,
                Storage = StreamConfigStorage.File,
                NumReplicas = options.Value.Replicas,
                DuplicateWindow = options.Value.DuplicateWindow,
            },
            cancellationToken);
    }

    /// <summary>The consumer of batches. How often it hands one out says how many workers have ended over it, and nothing of its deliveries.</summary>
    public ValueTask<INatsJSConsumer> EnsureBatchConsumerAsync(CancellationToken cancellationToken) =>
        EnsureConsumerAsync(StreamNames.BatchConsumer, names.FirstAttempts, MostWorkersLost, cancellationToken);

    /// <summary>The consumer of one policy's single deliveries: its MaxDeliver is the policy's.</summary>
    public ValueTask<INatsJSConsumer> EnsureConsumerAsync(RetryPolicy policy, CancellationToken cancellationToken) =>
        EnsureConsumerAsync(StreamNames.Consumer(policy.Name), names.SinglesOf(policy.Name), policy.MaxAttempts, cancellationToken);

    // Backoff is the crash ladder; a policy's own schedule travels as NAK delay. MaxAckPending is unlimited, because a message that waits for
    // its retry counts as pending: with the default of 1,000 one dead endpoint would stop everybody.
    private ValueTask<INatsJSConsumer> EnsureConsumerAsync(string name, string subject, int mostDeliveries, CancellationToken cancellationToken) =>
        jetStream.CreateOrUpdateConsumerAsync(
            names.Deliveries,
            new ConsumerConfig(name)
            {
                FilterSubject = subject,
                AckPolicy = ConsumerConfigAckPolicy.Explicit,
                AckWait = options.Value.AckWait,
                MaxDeliver = mostDeliveries,
                Backoff = CrashLadder.For(mostDeliveries, options.Value.AckWait) is { Length: > 0 } ladder ? ladder : null,
                MaxAckPending = -1,
            },
            cancellationToken);

    public ValueTask<INatsJSConsumer> EnsureDeadLetterConsumerAsync(CancellationToken cancellationToken) =>
        jetStream.CreateOrUpdateConsumerAsync(
            names.DeadLetters,
            new ConsumerConfig(StreamNames.DeadLetterConsumer)
            {
                AckPolicy = ConsumerConfigAckPolicy.Explicit,
                AckWait = options.Value.AckWait,
                MaxAckPending = -1,
            },
            cancellationToken);

    private async Task EnsureAsync(StreamConfig config, CancellationToken cancellationToken)
    {
        try
        {
            await jetStream.UpdateStreamAsync(config, cancellationToken);
        }
        catch (NatsJSApiException error) when (error.Error.Code == NotFound)
        {
            await jetStream.CreateStreamAsync(config, cancellationToken);
        }
    }
}
