using System.Text.Json;
using System.Text.Json.Serialization;

namespace Webhooks.Worker.DeadLetters;

/// <summary>
/// What both advisories have in common: MAX_DELIVERIES (io.nats.jetstream.advisory.v1.max_deliver) and
/// MSG_TERMINATED (io.nats.jetstream.advisory.v1.terminated).
/// </summary>
internal sealed record Advisory
{
    public string Type { get; init; } = "";
    public string Stream { get; init; } = "";
    public string Consumer { get; init; } = "";
    public long StreamSeq { get; init; }
    public int Deliveries { get; init; }

    /// <summary>The message is still in the stream; a terminated one is gone.</summary>
    [JsonIgnore]
    public bool IsExhausted => Type.EndsWith("max_deliver", StringComparison.Ordinal);

    /// <summary>Null when the bytes are no advisory: anybody who may publish can write to its subject.</summary>
    public static Advisory? TryRead(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, AdvisoryContext.Default.Advisory) is { StreamSeq: > 0 } advisory ? advisory : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Advisory))]
internal sealed partial class AdvisoryContext : JsonSerializerContext;
