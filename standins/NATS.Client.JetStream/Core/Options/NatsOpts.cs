using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace NATS.Client.Core;

/// <summary>Immutable options of a <see cref="NatsConnection"/>.</summary>
public sealed record NatsOpts
{
    public static readonly NatsOpts Default = new();

    /// <summary>
    /// Comma-separated seed servers, <c>nats://</c> or <c>tls://</c>; <c>user:password@</c> or <c>token@</c> of the first one
    /// authenticates, percent-escaped where needed.
    /// </summary>
    public string Url { get; init; } = "nats://localhost:4222";

    public string Name { get; init; } = "NATS .NET Client";

    /// <summary>Whether the connection receives its own publishes.</summary>
    public bool Echo { get; init; } = true;

    public bool Verbose { get; init; }

    public bool Headers { get; init; } = true;

    public NatsAuthOpts AuthOpts { get; init; } = NatsAuthOpts.Default;

    public NatsTlsOpts TlsOpts { get; init; } = NatsTlsOpts.Default;

    public INatsSerializerRegistry SerializerRegistry { get; init; } = NatsDefaultSerializerRegistry.Default;

    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Initial size of each of the two outbound buffers, in bytes.</summary>
    public int WriterBufferSize { get; init; } = 65536;

    /// <summary>Initial size of the inbound buffer, in bytes; it grows to hold one whole message.</summary>
    public int ReaderBufferSize { get; init; } = 65536;

    public string InboxPrefix { get; init; } = "_INBOX";

    /// <summary>Tries seed servers in the order given.</summary>
    public bool NoRandomize { get; init; }

    public TimeSpan PingInterval { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Unanswered pings after which the peer counts as dead.</summary>
    public int MaxPingOut { get; init; } = 2;

    /// <summary>First wait between attempts; doubles up to <see cref="ReconnectWaitMax"/>.</summary>
    public TimeSpan ReconnectWaitMin { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan ReconnectWaitMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Random extra wait, so that clients do not return in step.</summary>
    public TimeSpan ReconnectJitter { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Attempts after a lost connection; -1 for no limit.</summary>
    public int MaxReconnectRetry { get; init; } = -1;

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for room in the outbound buffer and for the answer to a ping.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Keeps reconnecting although the same authentication error came twice.</summary>
    public bool IgnoreAuthErrorAbort { get; init; }

    public int SubPendingChannelCapacity { get; init; } = 16384;

    /// <summary>What a full subscription does; <c>Wait</c> stalls the whole connection instead of dropping.</summary>
    public BoundedChannelFullMode SubPendingChannelFullMode { get; init; } = BoundedChannelFullMode.DropNewest;

    public NatsRequestReplyMode RequestReplyMode { get; init; } = NatsRequestReplyMode.Direct;

    /// <summary>Keeps trying when the first connect fails, instead of throwing.</summary>
    public bool RetryOnInitialConnect { get; init; }

    /// <summary>Publishing while disconnected throws after <see cref="CommandTimeout"/> instead of waiting for the reconnect.</summary>
    public bool PublishTimeoutOnDisconnected { get; init; }

    /// <summary>Skips the check for empty subjects and white space.</summary>
    public bool SkipSubjectValidation { get; init; }

    public bool SuppressSlowConsumerWarnings { get; init; }
}
