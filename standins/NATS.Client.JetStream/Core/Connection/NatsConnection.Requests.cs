namespace NATS.Client.Core;

public sealed partial class NatsConnection
{
    public ValueTask<NatsMsg<TReply>> RequestAsync<TRequest, TReply>(
        string subject,
        TRequest? data,
        NatsHeaders? headers = default,
        INatsSerialize<TRequest>? requestSerializer = default,
        INatsDeserialize<TReply>? replySerializer = default,
        NatsPubOpts? requestOpts = default,
        NatsSubOpts? replyOpts = default,
        CancellationToken cancellationToken = default)
    {
        var pending = PendingMessage<TReply>.Rent(this, replySerializer ?? Opts.SerializerRegistry.GetDeserializer<TReply>());
        var limit = replyOpts?.Timeout ?? Opts.RequestTimeout;
        var token = Register(pending, limit, cancellationToken);
        var published = PublishOrWithdraw(
            pending, token, subject, data, headers, requestSerializer, requestOpts, limit, cancellationToken);
        return ReplyAsync(pending, token, published);
    }

    public ValueTask<NatsMsg<TReply>> RequestAsync<TReply>(
        string subject,
        INatsDeserialize<TReply>? replySerializer = default,
        NatsSubOpts? replyOpts = default,
        CancellationToken cancellationToken = default) =>
        RequestAsync(
            subject,
            ReadOnlyMemory<byte>.Empty,
            headers: null,
            NatsRawSerializer<ReadOnlyMemory<byte>>.Default,
            replySerializer,
            requestOpts: null,
            replyOpts,
            cancellationToken);

    /// <summary>Puts a slot into the table of requests in flight; the timeout includes a wait for the connection.</summary>
    internal ulong Register(ReplySlot slot, TimeSpan limit, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var token = Replies.Add(slot, limit);
        slot.CancelWith(cancellationToken);
        return token;
    }

    /// <summary>Publishes the request of a registered slot; when that throws at once, the slot goes back to its pool.</summary>
    internal ValueTask PublishOrWithdraw<TRequest, TResult>(
        PendingReply<TResult> pending,
        ulong token,
        string subject,
        TRequest? data,
        NatsHeaders? headers,
        INatsSerialize<TRequest>? serializer,
        NatsPubOpts? opts,
        TimeSpan limit,
        CancellationToken cancellationToken)
    {
        try
        {
            return PublishRequestAsync(subject, data, headers, serializer, opts, token, limit, cancellationToken);
        }
        catch
        {
            if (pending.Withdraw(token))
            {
                pending.Recycle();
            }

            throw;
        }
    }

    /// <summary>The reply to come; when the publish fails after all, that is the reply.</summary>
    internal static ValueTask<TResult> ReplyAsync<TResult>(PendingReply<TResult> pending, ulong token, ValueTask published)
    {
        if (!published.IsCompletedSuccessfully)
        {
            _ = FailWithAsync(pending, token, published);
        }

        return pending.AsValueTask();
    }

    private static async Task FailWithAsync(ReplySlot pending, ulong token, ValueTask published)
    {
        try
        {
            await published;
        }
        catch (Exception e)
        {
            pending.Abandon(token, e);
        }
    }
}
