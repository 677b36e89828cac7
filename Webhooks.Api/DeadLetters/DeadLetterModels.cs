using System.Text.Json.Serialization;
using Webhooks.Api.Json;

namespace Webhooks.Api.DeadLetters;

/// <param name="FailureReason">Such as <c>HTTP 503: Service Unavailable</c>.</param>
/// <param name="ExpiresAt">When it will be removed.</param>
public sealed record DeadLetterAnswer(
    string Id,
    string DeliveryId,
    string EventId,
    string EndpointId,
    string EventType,
    RawJson Payload,
    string EndpointUrl,
    string FailureReason,
    int Attempts,
    string CorrelationId,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt);

public sealed record DeadLetterList(IReadOnlyList<DeadLetterAnswer> Items, string? NextToken);

/// <param name="Status">pending: a new cycle has begun.</param>
public sealed record Replayed(string Id, string DeliveryId, string EventId, string Status);

/// <param name="BatchSize">Dead letters per transaction, 1 to 100. Default 10.</param>
/// <param name="MaxMessages">Dead letters at the most, 1 to 1,000, oldest first. Default 100.</param>
public sealed record RequeueRequest(
    [property: JsonPropertyName("batchSize")] int? BatchSize,
    [property: JsonPropertyName("maxMessages")] int? MaxMessages);

/// <param name="Failed">Those whose delivery could not be retried; they stay.</param>
public sealed record RequeueAnswer(int Requeued, int Failed)
{
    /// <summary>
    /// How many of those for which reason: <c>endpoint_disabled</c>, <c>endpoint_deleted</c>, or <c>changed</c>, when the delivery is no longer failed.
    /// Missing where there are none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, long>? FailedByReason { get; init; }
}

public sealed record Purged(int Deleted);
