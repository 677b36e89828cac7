using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

public sealed partial class NatsJSContext
{
    public async ValueTask<PubAckResponse> PublishAsync<T>(
        string subject,
        T? data,
        INatsSerialize<T>? serializer = default,
        NatsJSPubOpts? opts = default,
        NatsHeaders? headers = default,
        CancellationToken cancellationToken = default)
    {
        var attempts = Math.Max(1, (opts ?? NatsJSPubOpts.Default).RetryAttempts);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var future = StartPublish(subject, data, serializer, opts, headers, cancellationToken, out var published);
                await published;
                return await future.GetResponseAsync(cancellationToken);
            }
            catch (NatsJSPublishNoResponseException) when (attempt < attempts)
            {
                Log.PublishRetry(_logger, attempt, attempts);
                await Task.Delay(opts!.RetryWaitBetweenAttempts, cancellationToken);
            }
        }
    }

    public async ValueTask<NatsResult<PubAckResponse>> TryPublishAsync<T>(
        string subject,
        T? data,
        INatsSerialize<T>? serializer = default,
        NatsJSPubOpts? opts = default,
        NatsHeaders? headers = default,
        CancellationToken cancellationToken = default)
    {
        try
        {
            return await PublishAsync(subject, data, serializer, opts, headers, cancellationToken);
        }
        catch (NatsException e)
        {
            return e;
        }
    }

    public ValueTask<NatsJSPublishConcurrentFuture> PublishConcurrentAsync<T>(
        string subject,
        T? data,
        INatsSerialize<T>? serializer = default,
        NatsJSPubOpts? opts = default,
        NatsHeaders? headers = default,
        CancellationToken cancellationToken = default)
    {
        var future = StartPublish(subject, data, serializer, opts, headers, cancellationToken, out var published);
        return published.IsCompletedSuccessfully
            ? new ValueTask<NatsJSPublishConcurrentFuture>(future)
            : AfterAsync(published, future);

        static async ValueTask<NatsJSPublishConcurrentFuture> AfterAsync(ValueTask published, NatsJSPublishConcurrentFuture future)
        {
            try
            {
                await published;
                return future;
            }
            catch
            {
                await future.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Sends an ack as a request, so that its return means that the server has it.</summary>
    internal async ValueTask ConfirmAckAsync(byte[] ackSubject, byte[] payload, CancellationToken cancellationToken)
    {
        var pending = PendingMessage<byte[]>.Rent(Nats, NatsRawSerializer<byte[]>.Default);
        var token = Nats.Register(pending, Nats.Opts.RequestTimeout, cancellationToken);
        var published = Nats.PublishRawAsync(ackSubject, token, payload, cancellationToken);
        await NatsConnection.ReplyAsync(pending, token, published);
    }

    private NatsJSPublishConcurrentFuture StartPublish<T>(
        string subject,
        T? data,
        INatsSerialize<T>? serializer,
        NatsJSPubOpts? opts,
        NatsHeaders? headers,
        CancellationToken cancellationToken,
        out ValueTask published)
    {
        var limit = Nats.Opts.RequestTimeout;
        var pending = PendingAck.Rent();
        var token = Nats.Register(pending, limit, CancellationToken.None);
        var future = new NatsJSPublishConcurrentFuture(pending, token);
        published = Nats.PublishOrWithdraw(pending, token, subject, data, headers, serializer, opts, limit, cancellationToken);
        return future;
    }
}
