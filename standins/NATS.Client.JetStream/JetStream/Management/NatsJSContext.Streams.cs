using System.Runtime.CompilerServices;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

public sealed partial class NatsJSContext
{
    private const int StreamNotFound = 10059;

    public async ValueTask<INatsJSStream> CreateStreamAsync(StreamConfig config, CancellationToken cancellationToken = default) =>
        await SendStreamAsync("CREATE", config, cancellationToken);

    public async ValueTask<NatsJSStream> UpdateStreamAsync(StreamConfig request, CancellationToken cancellationToken = default) =>
        await SendStreamAsync("UPDATE", request, cancellationToken);

    public async ValueTask<INatsJSStream> CreateOrUpdateStreamAsync(StreamConfig config, CancellationToken cancellationToken = default)
    {
        try
        {
            return await SendStreamAsync("UPDATE", config, cancellationToken);
        }
        catch (NatsJSApiException e) when (e.Error.ErrCode == StreamNotFound)
        {
            return await SendStreamAsync("CREATE", config, cancellationToken);
        }
    }

    public async ValueTask<INatsJSStream> GetStreamAsync(
        string stream, StreamInfoRequest? request = null, CancellationToken cancellationToken = default)
    {
        CheckName(stream);
        var info = await CallAsync(
            $"STREAM.INFO.{stream}",
            request ?? new StreamInfoRequest(),
            JetStreamJson.Default.StreamInfoRequest,
            JetStreamJson.Default.StreamInfo,
            cancellationToken);
        return new NatsJSStream(this, info);
    }

    public async ValueTask<bool> DeleteStreamAsync(string stream, CancellationToken cancellationToken = default)
    {
        CheckName(stream);
        return (await CallAsync($"STREAM.DELETE.{stream}", JetStreamJson.Default.StreamDeleteResponse, cancellationToken)).Success;
    }

    public ValueTask<StreamPurgeResponse> PurgeStreamAsync(
        string stream, StreamPurgeRequest request, CancellationToken cancellationToken = default)
    {
        CheckName(stream);
        return CallAsync(
            $"STREAM.PURGE.{stream}",
            request,
            JetStreamJson.Default.StreamPurgeRequest,
            JetStreamJson.Default.StreamPurgeResponse,
            cancellationToken);
    }

    public ValueTask<StreamMsgDeleteResponse> DeleteMessageAsync(
        string stream, StreamMsgDeleteRequest request, CancellationToken cancellationToken = default)
    {
        CheckName(stream);
        return CallAsync(
            $"STREAM.MSG.DELETE.{stream}",
            request,
            JetStreamJson.Default.StreamMsgDeleteRequest,
            JetStreamJson.Default.StreamMsgDeleteResponse,
            cancellationToken);
    }

    public async IAsyncEnumerable<INatsJSStream> ListStreamsAsync(
        string? subject = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var offset = 0; ;)
        {
            var page = await CallAsync(
                "STREAM.LIST",
                new StreamListRequest { Subject = subject, Offset = offset },
                JetStreamJson.Default.StreamListRequest,
                JetStreamJson.Default.StreamListResponse,
                cancellationToken);
            foreach (var info in page.Streams ?? [])
            {
                yield return new NatsJSStream(this, info);
            }

            offset += page.Streams?.Length ?? 0;
            if (offset >= page.Total || page.Streams is not { Length: > 0 })
            {
                yield break;
            }
        }
    }

    public async IAsyncEnumerable<string> ListStreamNamesAsync(
        string? subject = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var offset = 0; ;)
        {
            var page = await CallAsync(
                "STREAM.NAMES",
                new StreamListRequest { Subject = subject, Offset = offset },
                JetStreamJson.Default.StreamListRequest,
                JetStreamJson.Default.StreamNamesResponse,
                cancellationToken);
            foreach (var name in page.Streams ?? [])
            {
                yield return name;
            }

            offset += page.Streams?.Length ?? 0;
            if (offset >= page.Total || page.Streams is not { Length: > 0 })
            {
                yield break;
            }
        }
    }

    private async ValueTask<NatsJSStream> SendStreamAsync(string verb, StreamConfig config, CancellationToken cancellationToken)
    {
        CheckName(config.Name!, nameof(config));
        var info = await CallAsync(
            $"STREAM.{verb}.{config.Name}",
            config,
            JetStreamJson.Default.StreamConfig,
            JetStreamJson.Default.StreamInfo,
            cancellationToken);
        return new NatsJSStream(this, info);
    }
}
