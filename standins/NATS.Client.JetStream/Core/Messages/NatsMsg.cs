using System.Diagnostics.CodeAnalysis;

namespace NATS.Client.Core;

/// <summary>A core NATS message.</summary>
/// <param name="Subject">Where it was published.</param>
/// <param name="ReplyTo">Where an answer goes.</param>
/// <param name="Size">Subject, reply subject, headers and payload together, in bytes, as the server counts.</param>
/// <param name="Headers">Null when the message has none.</param>
/// <param name="Data">Default when the payload is empty.</param>
/// <param name="Connection">The connection that delivered it; null for a message built by the application.</param>
public readonly record struct NatsMsg<T>(
    string Subject,
    string? ReplyTo,
    int Size,
    NatsHeaders? Headers,
    T? Data,
    INatsConnection? Connection)
{
    /// <summary>Set when the payload could not be deserialized.</summary>
    public NatsException? Error { get; init; }

    public bool IsEmpty => Size == (Subject?.Length ?? 0) + (ReplyTo?.Length ?? 0) && Headers is null;

    /// <summary>The server's answer to a request that nobody listens to.</summary>
    public bool HasNoResponders => Headers?.Code == 503;

    public void EnsureSuccess()
    {
        if (HasNoResponders)
        {
            throw new NatsNoRespondersException();
        }

        if (Error is not null)
        {
            throw Error;
        }
    }

    public ValueTask ReplyAsync(
        NatsHeaders? headers = default,
        string? replyTo = default,
        NatsPubOpts? opts = default,
        CancellationToken cancellationToken = default)
    {
        CheckCanReply();
        return Connection.PublishAsync(ReplyTo, headers, replyTo, opts, cancellationToken);
    }

    public ValueTask ReplyAsync<TReply>(
        TReply data,
        NatsHeaders? headers = default,
        string? replyTo = default,
        INatsSerialize<TReply>? serializer = default,
        NatsPubOpts? opts = default,
        CancellationToken cancellationToken = default)
    {
        CheckCanReply();
        return Connection.PublishAsync(ReplyTo, data, headers, replyTo, serializer, opts, cancellationToken);
    }

    [MemberNotNull(nameof(Connection), nameof(ReplyTo))]
    private void CheckCanReply()
    {
        if (Connection is null)
        {
            throw new NatsException("unable to send reply; message did not originate from a subscription");
        }

        if (string.IsNullOrWhiteSpace(ReplyTo))
        {
            throw new NatsException("unable to send reply; ReplyTo is empty");
        }
    }
}
