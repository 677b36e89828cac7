using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

internal sealed record ErrorEnvelope([property: JsonPropertyName("error")] ApiError? Error);

internal sealed record ConsumerCreateRequest(
    [property: JsonPropertyName("stream_name")] string StreamName,
    [property: JsonPropertyName("config")] ConsumerConfig Config,
    [property: JsonPropertyName("action")] string? Action);

internal sealed record StreamNamesResponse(
    [property: JsonPropertyName("total")] int Total, [property: JsonPropertyName("streams")] string[]? Streams);

internal sealed record StreamListResponse(
    [property: JsonPropertyName("total")] int Total, [property: JsonPropertyName("streams")] StreamInfo[]? Streams);

internal sealed record ConsumerNamesResponse(
    [property: JsonPropertyName("total")] int Total, [property: JsonPropertyName("consumers")] string[]? Consumers);

internal sealed record ConsumerListResponse(
    [property: JsonPropertyName("total")] int Total, [property: JsonPropertyName("consumers")] ConsumerInfo[]? Consumers);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ErrorEnvelope))]
[JsonSerializable(typeof(StreamConfig))]
[JsonSerializable(typeof(StreamInfo))]
[JsonSerializable(typeof(StreamInfoRequest))]
[JsonSerializable(typeof(StreamListRequest))]
[JsonSerializable(typeof(StreamNamesResponse))]
[JsonSerializable(typeof(StreamListResponse))]
[JsonSerializable(typeof(StreamDeleteResponse))]
[JsonSerializable(typeof(StreamPurgeRequest))]
[JsonSerializable(typeof(StreamPurgeResponse))]
[JsonSerializable(typeof(StreamMsgGetRequest))]
[JsonSerializable(typeof(StreamMsgGetResponse))]
[JsonSerializable(typeof(StreamMsgDeleteRequest))]
[JsonSerializable(typeof(StreamMsgDeleteResponse))]
[JsonSerializable(typeof(ConsumerCreateRequest))]
[JsonSerializable(typeof(ConsumerInfo))]
[JsonSerializable(typeof(ConsumerDeleteResponse))]
[JsonSerializable(typeof(ConsumerNamesResponse))]
[JsonSerializable(typeof(ConsumerListResponse))]
[JsonSerializable(typeof(AccountInfoResponse))]
internal sealed partial class JetStreamJson : JsonSerializerContext;
