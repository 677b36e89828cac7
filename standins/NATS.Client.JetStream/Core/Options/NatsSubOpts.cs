using System.Threading.Channels;

namespace NATS.Client.Core;

public sealed record NatsSubOpts
{
    /// <summary>Ends the subscription after this many messages.</summary>
    public int? MaxMsgs { get; init; }

    /// <summary>Ends the subscription, or the wait for a reply, after this long.</summary>
    public TimeSpan? Timeout { get; init; }

    public NatsSubChannelOpts? ChannelOpts { get; init; }
}

/// <summary>Buffer of one subscription; the connection's options fill what is null.</summary>
public sealed record NatsSubChannelOpts
{
    public int? Capacity { get; init; }

    public BoundedChannelFullMode? FullMode { get; init; }
}
