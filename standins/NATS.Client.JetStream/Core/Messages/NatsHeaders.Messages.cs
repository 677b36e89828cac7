namespace NATS.Client.Core;

public sealed partial class NatsHeaders
{
    /// <summary>Status texts that JetStream sends on a pull's inbox.</summary>
    public enum Messages
    {
        Text,
        IdleHeartbeat,
        BadRequest,
        ConsumerDeleted,
        ConsumerIsPushBased,
        NoMessages,
        RequestTimeout,
        MessageSizeExceedsMaxBytes,
        RequestsPending,
    }
}
