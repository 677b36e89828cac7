using System.Runtime.InteropServices;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

/// <summary>
/// The ack of a publish that was handed out before it came. Await it once, then dispose it; disposing without awaiting gives it up.
/// The request timeout runs from the publish.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct NatsJSPublishConcurrentFuture : IAsyncDisposable, IEquatable<NatsJSPublishConcurrentFuture>
{
    private readonly PendingAck? _pending;
    private readonly ulong _token;
    private readonly short _version;

    internal NatsJSPublishConcurrentFuture(PendingAck pending, ulong token)
    {
        _pending = pending;
        _version = pending.Version;
        _token = token;
    }

    public static bool operator ==(NatsJSPublishConcurrentFuture left, NatsJSPublishConcurrentFuture right) => left.Equals(right);

    public static bool operator !=(NatsJSPublishConcurrentFuture left, NatsJSPublishConcurrentFuture right) => !left.Equals(right);

    /// <exception cref="NatsJSPublishNoResponseException">No stream listens to the subject.</exception>
    /// <exception cref="Core.NatsNoReplyException">No ack in time; whether the message was stored is unknown.</exception>
    public ValueTask<PubAckResponse> GetResponseAsync(CancellationToken cancellationToken = default)
    {
        if (_pending is null)
        {
            throw new InvalidOperationException("The future belongs to no publish.");
        }

        if (_pending.Version == _version && cancellationToken.CanBeCanceled)
        {
            _pending.CancelWith(cancellationToken);
        }

        return new ValueTask<PubAckResponse>(_pending, _version);
    }

    public ValueTask DisposeAsync()
    {
        if (_pending is not null && _pending.Withdraw(_token))
        {
            _pending.Recycle();
        }

        return default;
    }

    public bool Equals(NatsJSPublishConcurrentFuture other) => ReferenceEquals(_pending, other._pending) && _token == other._token;

    public override bool Equals(object? obj) => obj is NatsJSPublishConcurrentFuture other && Equals(other);

    public override int GetHashCode() => _token.GetHashCode();
}
