using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

/// <inheritdoc cref="INatsJSContext"/>
public sealed partial class NatsJSContext : INatsJSContext
{
    private static readonly SearchValues<char> ForbiddenInName = SearchValues.Create(" .*>\t\r\n");
    private readonly ILogger _logger;

    public NatsJSContext(INatsConnection connection)
        : this(connection, new NatsJSOpts(connection.Opts))
    {
    }

    /// <exception cref="ArgumentException">The connection is not a <see cref="NatsConnection"/>.</exception>
    public NatsJSContext(INatsConnection connection, NatsJSOpts opts)
    {
        Nats = connection as NatsConnection ?? throw new ArgumentException("A NatsConnection is needed", nameof(connection));
        Opts = opts;
        _logger = connection.Opts.LoggerFactory.CreateLogger<NatsJSContext>();
    }

    public INatsConnection Connection => Nats;

    public NatsJSOpts Opts { get; }

    internal NatsConnection Nats { get; }

    public ValueTask<AccountInfoResponse> GetAccountInfoAsync(CancellationToken cancellationToken = default) =>
        CallAsync("INFO", JetStreamJson.Default.AccountInfoResponse, cancellationToken);

    internal ValueTask<TResponse> CallAsync<TResponse>(
        string api, JsonTypeInfo<TResponse> responseType, CancellationToken cancellationToken) =>
        CallAsync<TResponse>(api, [], responseType, cancellationToken);

    internal ValueTask<TResponse> CallAsync<TRequest, TResponse>(
        string api,
        TRequest request,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TResponse> responseType,
        CancellationToken cancellationToken) =>
        CallAsync(api, JsonSerializer.SerializeToUtf8Bytes(request, requestType), responseType, cancellationToken);

    /// <exception cref="ArgumentException">The name would not fit into a subject.</exception>
    private static void CheckName(
        string name, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(name))] string? parameter = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name, parameter);
        if (name.AsSpan().ContainsAny(ForbiddenInName))
        {
            throw new ArgumentException("Stream and consumer names cannot contain white space, '.', '*' or '>'", parameter);
        }
    }

    private async ValueTask<TResponse> CallAsync<TResponse>(
        string api, byte[] request, JsonTypeInfo<TResponse> responseType, CancellationToken cancellationToken)
    {
        NatsMsg<byte[]> reply;
        try
        {
            reply = await Nats.RequestAsync<byte[], byte[]>(
                $"{Opts.Prefix}.{api}",
                request,
                requestSerializer: NatsRawSerializer<byte[]>.Default,
                replySerializer: NatsRawSerializer<byte[]>.Default,
                replyOpts: new NatsSubOpts { Timeout = Opts.RequestTimeout },
                cancellationToken: cancellationToken);
        }
        catch (NatsException e) when (e is NatsNoReplyException or NatsNoRespondersException)
        {
            throw new NatsJSApiNoResponseException();
        }

        var json = reply.Data ?? throw new NatsJSException("No response data received");
        if (JsonSerializer.Deserialize(json, JetStreamJson.Default.ErrorEnvelope)?.Error is { } error)
        {
            throw new NatsJSApiException(error);
        }

        return JsonSerializer.Deserialize(json, responseType) ?? throw new NatsJSException("No response data received");
    }
}
