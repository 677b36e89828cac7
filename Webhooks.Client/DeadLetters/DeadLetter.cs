using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Webhooks.Client;

/// <summary>A delivery whose automatic retries are over.</summary>
/// <param name="FailureReason">Such as <c>HTTP 503: Service Unavailable</c>.</param>
/// <param name="ExpiresAt">When it will be removed.</param>
public sealed record DeadLetter(
    string Id,
    string DeliveryId,
    string EventId,
    string EndpointId,
    string EventType,
    JsonElement Payload,
    string EndpointUrl,
    string FailureReason,
    int Attempts,
    string CorrelationId,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt);

/// <param name="Status">pending: a new cycle has begun.</param>
public sealed record ReplayedDeadLetter(string Id, string DeliveryId, string EventId, string Status);

/// <param name="Failed">Those whose delivery could not be retried; they stay.</param>
public sealed record RequeueResult(int Requeued, int Failed)
{
    /// <summary>How many of those for which reason: endpoint_disabled, endpoint_deleted, or changed, when the delivery is no longer failed.</summary>
    public IReadOnlyDictionary<string, long> FailedByReason { get => field ?? ReadOnlyDictionary<string, long>.Empty; init; }
}

internal sealed record DeadLetterList(IReadOnlyList<DeadLetter> Items, string? NextToken);

internal sealed record RequeueRequest(
    [property: JsonPropertyName("batchSize")] int? BatchSize, [property: JsonPropertyName("maxMessages")] int? MaxMessages);
