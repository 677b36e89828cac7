namespace NATS.Client.Core;

/// <summary>How replies find their request. Both use one wildcard inbox and a correlation table here.</summary>
public enum NatsRequestReplyMode
{
    SharedInbox,
    Direct,
}
