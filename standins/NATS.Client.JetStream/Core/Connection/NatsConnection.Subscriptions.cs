using System.Runtime.CompilerServices;

namespace NATS.Client.Core;

public sealed partial class NatsConnection
{
    public async IAsyncEnumerable<NatsMsg<T>> SubscribeAsync<T>(
        string subject,
        string? queueGroup = default,
        INatsDeserialize<T>? serializer = default,
        NatsSubOpts? opts = default,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var subscription = await SubscribeCoreAsync(subject, queueGroup, serializer, opts, cancellationToken);
        while (await subscription.Msgs.WaitToReadAsync(cancellationToken))
        {
            while (subscription.Msgs.TryRead(out var message))
            {
                yield return message;
            }
        }
    }

    public async ValueTask<INatsSub<T>> SubscribeCoreAsync<T>(
        string subject,
        string? queueGroup = default,
        INatsDeserialize<T>? serializer = default,
        NatsSubOpts? opts = default,
        CancellationToken cancellationToken = default)
    {
        CheckSubject(subject);
        var subscription = new NatsSub<T>(
            this, subject, queueGroup, serializer ?? Opts.SerializerRegistry.GetDeserializer<T>(), opts);
        await SubscribeAsync(subscription, cancellationToken);
        return subscription;
    }

    /// <summary>Registers the subscription and tells the server; what follows on this connection comes after it.</summary>
    internal async ValueTask SubscribeAsync(NatsSubBase subscription, CancellationToken cancellationToken)
    {
        await SessionAsync(cancellationToken);
        Subscriptions.Add(subscription);

        // The server ignores a second SUB with the same id, so a reconnect that has just sent this one does no harm.
        Outbound.Control(SubscriptionTable.SubscribeLine(subscription));
    }

    internal void Unsubscribe(NatsSubBase subscription)
    {
        if (Subscriptions.Remove(subscription) && IsOpen)
        {
            Outbound.Control(SubscriptionTable.UnsubscribeLine(subscription));
        }
    }

    /// <summary>Unsubscribes, and completes when everything that the server had sent by then has been received.</summary>
    internal async Task DrainAsync(NatsSubBase subscription)
    {
        if (IsOpen)
        {
            Outbound.Control(SubscriptionTable.UnsubscribeLine(subscription));
            using var deadline = new CancellationTokenSource(Opts.CommandTimeout);
            try
            {
                await PingAsync(deadline.Token);
            }
            catch (Exception error) when (error is NatsException or OperationCanceledException)
            {
                // The connection is gone, and with it whatever was on its way.
            }
        }

        Subscriptions.Remove(subscription);
    }

    internal void Forget(NatsSubBase subscription) => Subscriptions.Remove(subscription);
}
