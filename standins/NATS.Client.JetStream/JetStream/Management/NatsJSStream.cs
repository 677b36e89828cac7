using System.Text.Json;
using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

/// <inheritdoc cref="INatsJSStream"/>
public sealed class NatsJSStream : INatsJSStream
{
    private readonly NatsJSContext _context;
    private readonly string _name;

    internal NatsJSStream(NatsJSContext context, StreamInfo info)
    {
        _context = context;
        _name = info.Config.Name!;
        Info = info;
    }

    public StreamInfo Info { get; private set; }

    public ValueTask<bool> DeleteAsync(CancellationToken cancellationToken = default) =>
        _context.DeleteStreamAsync(_name, cancellationToken);

    public ValueTask<StreamPurgeResponse> PurgeAsync(StreamPurgeRequest request, CancellationToken cancellationToken = default) =>
        _context.PurgeStreamAsync(_name, request, cancellationToken);

    public ValueTask<StreamMsgDeleteResponse> DeleteMessageAsync(
        StreamMsgDeleteRequest request, CancellationToken cancellationToken = default) =>
        _context.DeleteMessageAsync(_name, request, cancellationToken);

    public async ValueTask UpdateAsync(StreamConfig request, CancellationToken cancellationToken = default) =>
        Info = (await _context.UpdateStreamAsync(request, cancellationToken)).Info;

    public async ValueTask RefreshAsync(CancellationToken cancellationToken = default) =>
        Info = (await _context.GetStreamAsync(_name, request: null, cancellationToken)).Info;

    public ValueTask<StreamMsgGetResponse> GetAsync(StreamMsgGetRequest request, CancellationToken cancellationToken = default) =>
        _context.CallAsync(
            $"STREAM.MSG.GET.{_name}",
            request,
            JetStreamJson.Default.StreamMsgGetRequest,
            JetStreamJson.Default.StreamMsgGetResponse,
            cancellationToken);

    public ValueTask<NatsMsg<T>> GetDirectAsync<T>(
        StreamMsgGetRequest request, INatsDeserialize<T>? serializer = default, CancellationToken cancellationToken = default) =>
        _context.Nats.RequestAsync<byte[], T>(
            $"{_context.Opts.Prefix}.DIRECT.GET.{_name}",
            JsonSerializer.SerializeToUtf8Bytes(request, JetStreamJson.Default.StreamMsgGetRequest),
            requestSerializer: NatsRawSerializer<byte[]>.Default,
            replySerializer: serializer,
            replyOpts: new NatsSubOpts { Timeout = _context.Opts.RequestTimeout },
            cancellationToken: cancellationToken);

    public ValueTask<INatsJSConsumer> CreateOrUpdateConsumerAsync(ConsumerConfig config, CancellationToken cancellationToken = default) =>
        _context.CreateOrUpdateConsumerAsync(_name, config, cancellationToken);

    public ValueTask<INatsJSConsumer> CreateConsumerAsync(ConsumerConfig config, CancellationToken cancellationToken = default) =>
        _context.CreateConsumerAsync(_name, config, cancellationToken);

    public ValueTask<INatsJSConsumer> UpdateConsumerAsync(ConsumerConfig config, CancellationToken cancellationToken = default) =>
        _context.UpdateConsumerAsync(_name, config, cancellationToken);

    public ValueTask<INatsJSConsumer> GetConsumerAsync(string consumer, CancellationToken cancellationToken = default) =>
        _context.GetConsumerAsync(_name, consumer, cancellationToken);

    public ValueTask<bool> DeleteConsumerAsync(string consumer, CancellationToken cancellationToken = default) =>
        _context.DeleteConsumerAsync(_name, consumer, cancellationToken);

    public IAsyncEnumerable<INatsJSConsumer> ListConsumersAsync(CancellationToken cancellationToken = default) =>
        _context.ListConsumersAsync(_name, cancellationToken);

    public IAsyncEnumerable<string> ListConsumerNamesAsync(CancellationToken cancellationToken = default) =>
        _context.ListConsumerNamesAsync(_name, cancellationToken);
}
