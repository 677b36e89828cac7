using System.Runtime.CompilerServices;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

public sealed partial class NatsJSContext
{
    public ValueTask<INatsJSConsumer> CreateOrUpdateConsumerAsync(
        string stream, ConsumerConfig config, CancellationToken cancellationToken = default) =>
        SendConsumerAsync(stream, config, action: null, cancellationToken);

    public ValueTask<INatsJSConsumer> CreateConsumerAsync(
        string stream, ConsumerConfig config, CancellationToken cancellationToken = default) =>
        SendConsumerAsync(stream, config, "create", cancellationToken);

    public ValueTask<INatsJSConsumer> UpdateConsumerAsync(
        string stream, ConsumerConfig config, CancellationToken cancellationToken = default) =>
        SendConsumerAsync(stream, config, "update", cancellationToken);

    public async ValueTask<INatsJSConsumer> GetConsumerAsync(
        string stream, string consumer, CancellationToken cancellationToken = default) =>
        new NatsJSConsumer(this, await GetConsumerInfoAsync(stream, consumer, cancellationToken));

    public async ValueTask<bool> DeleteConsumerAsync(string stream, string consumer, CancellationToken cancellationToken = default)
    {
        CheckName(stream);
        CheckName(consumer);
        var response = await CallAsync(
            $"CONSUMER.DELETE.{stream}.{consumer}", JetStreamJson.Default.ConsumerDeleteResponse, cancellationToken);
        return response.Success;
    }

    public async IAsyncEnumerable<INatsJSConsumer> ListConsumersAsync(
        string stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        CheckName(stream);
        for (var offset = 0; ;)
        {
            var page = await CallAsync(
                $"CONSUMER.LIST.{stream}",
                new StreamListRequest { Offset = offset },
                JetStreamJson.Default.StreamListRequest,
                JetStreamJson.Default.ConsumerListResponse,
                cancellationToken);
            foreach (var info in page.Consumers ?? [])
            {
                yield return new NatsJSConsumer(this, info);
            }

            offset += page.Consumers?.Length ?? 0;
            if (offset >= page.Total || page.Consumers is not { Length: > 0 })
            {
                yield break;
            }
        }
    }

    public async IAsyncEnumerable<string> ListConsumerNamesAsync(
        string stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        CheckName(stream);
        for (var offset = 0; ;)
        {
            var page = await CallAsync(
                $"CONSUMER.NAMES.{stream}",
                new StreamListRequest { Offset = offset },
                JetStreamJson.Default.StreamListRequest,
                JetStreamJson.Default.ConsumerNamesResponse,
                cancellationToken);
            foreach (var name in page.Consumers ?? [])
            {
                yield return name;
            }

            offset += page.Consumers?.Length ?? 0;
            if (offset >= page.Total || page.Consumers is not { Length: > 0 })
            {
                yield break;
            }
        }
    }

    internal ValueTask<ConsumerInfo> GetConsumerInfoAsync(string stream, string consumer, CancellationToken cancellationToken)
    {
        CheckName(stream);
        CheckName(consumer);
        return CallAsync($"CONSUMER.INFO.{stream}.{consumer}", JetStreamJson.Default.ConsumerInfo, cancellationToken);
    }

    /// <summary>The subject names the consumer and its single filter, so that permissions can tell them apart.</summary>
    private async ValueTask<INatsJSConsumer> SendConsumerAsync(
        string stream, ConsumerConfig config, string? action, CancellationToken cancellationToken)
    {
        CheckName(stream);
        var name = config.Name ?? config.DurableName;
        if (name is null)
        {
            name = $"e{Guid.NewGuid():N}";
            config = config with { Name = name };
        }

        CheckName(name, nameof(config));
        var subject = config.FilterSubject is { Length: > 0 } filter
            ? $"CONSUMER.CREATE.{stream}.{name}.{filter}"
            : $"CONSUMER.CREATE.{stream}.{name}";
        var info = await CallAsync(
            subject,
            new ConsumerCreateRequest(stream, config, action),
            JetStreamJson.Default.ConsumerCreateRequest,
            JetStreamJson.Default.ConsumerInfo,
            cancellationToken);
        return new NatsJSConsumer(this, info);
    }
}
