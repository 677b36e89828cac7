using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

/// <summary>A pull consumer.</summary>
public interface INatsJSConsumer
{
    /// <summary>As of creation or the last refresh.</summary>
    ConsumerInfo Info { get; }

    /// <summary>
    /// Messages without end, pulled ahead of the caller and across reconnects and server restarts. Leaving the enumeration stops;
    /// what was buffered is redelivered after the ack wait.
    /// </summary>
    /// <exception cref="NatsJSProtocolException">The consumer was deleted.</exception>
    IAsyncEnumerable<INatsJSMsg<T>> ConsumeAsync<T>(
        INatsDeserialize<T>? serializer = default, NatsJSConsumeOpts? opts = default, CancellationToken cancellationToken = default);

    /// <summary>One pull: ends when full, expired or cut off by a lost connection.</summary>
    IAsyncEnumerable<INatsJSMsg<T>> FetchAsync<T>(
        NatsJSFetchOpts opts, INatsDeserialize<T>? serializer = default, CancellationToken cancellationToken = default);

    /// <summary>One pull of what is there now.</summary>
    IAsyncEnumerable<INatsJSMsg<T>> FetchNoWaitAsync<T>(
        NatsJSFetchOpts opts, INatsDeserialize<T>? serializer = default, CancellationToken cancellationToken = default);

    /// <summary>The next message, or null when none came before the pull expired.</summary>
    ValueTask<INatsJSMsg<T>?> NextAsync<T>(
        INatsDeserialize<T>? serializer = default, NatsJSNextOpts? opts = default, CancellationToken cancellationToken = default);

    ValueTask RefreshAsync(CancellationToken cancellationToken = default);
}
