namespace NATS.Client.Core;

/// <summary>A subscription began to drop messages; raised once per episode.</summary>
public sealed class NatsSlowConsumerEventArgs(NatsSubBase subscription)
    : NatsEventArgs($"Slow consumer detected on subscription {subscription.Subject}")
{
    public NatsSubBase Subscription { get; } = subscription;
}
