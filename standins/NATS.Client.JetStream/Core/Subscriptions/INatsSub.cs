using System.Threading.Channels;

namespace NATS.Client.Core;

/// <summary>A live subscription; disposing it unsubscribes.</summary>
public interface INatsSub<T> : IAsyncDisposable
{
    ChannelReader<NatsMsg<T>> Msgs { get; }

    string Subject { get; }

    string? QueueGroup { get; }

    /// <summary>Stops delivery; what is buffered can still be read.</summary>
    ValueTask UnsubscribeAsync();
}
