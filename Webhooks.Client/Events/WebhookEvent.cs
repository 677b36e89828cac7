using System.Text.Json;
using System.Text.Json.Serialization;
using Webhooks.Client.Http;

namespace Webhooks.Client;

/// <param name="Status">PENDING, DELIVERED, FAILED or CANCELLED. FAILED comes with the first failed attempt; retries go on.</param>
/// <param name="Attempts">Of all its deliveries and cycles.</param>
public sealed record EventSummary(
    string EventId,
    string Status,
    string EventType,
    [property: JsonConverter(typeof(UnixSecondsConverter))] DateTimeOffset CreatedAt,
    int Attempts,
    [property: JsonConverter(typeof(UnixSecondsConverter))] DateTimeOffset? LastAttemptAt)
{
    /// <summary>True while it is FAILED and all that failed is tried again.</summary>
    public bool Retrying { get; init; }
}

/// <summary>An event with its deliveries.</summary>
public sealed record WebhookEvent
{
    public required string EventId { get; init; }

    /// <summary>PENDING, DELIVERED, FAILED or CANCELLED.</summary>
    public required string Status { get; init; }

    public required string EventType { get; init; }

    [JsonConverter(typeof(UnixSecondsConverter))]
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>As it was sent.</summary>
    public JsonElement Payload { get; init; }

    public string? TargetUrl { get; init; }
    public int Attempts { get; init; }

    [JsonConverter(typeof(UnixSecondsConverter))]
    public DateTimeOffset? LastAttemptAt { get; init; }

    /// <summary>The latest error of a delivery that has not succeeded.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Why it has no deliveries; null when it has some.</summary>
    public string? Reason { get; init; }

    [JsonConverter(typeof(UnixSecondsConverter))]
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>When the automatic retries were over.</summary>
    [JsonConverter(typeof(UnixSecondsConverter))]
    public DateTimeOffset? DeadLetteredAt { get; init; }

    public string? ReferenceId { get; init; }
    public string? CorrelationId { get; init; }
    public IReadOnlyList<EventDelivery> Deliveries { get; init; } = [];

    /// <summary>After a retry, the deliveries that have not been delivered and of which nothing goes out all the same.</summary>
    [JsonIgnore]
    public IReadOnlyList<DeliveryNotSent> NotSent { get; init; } = [];
}

/// <param name="Reason">
/// endpoint_disabled, endpoint_deleted, endpoint_paused (it goes out when the endpoint is active again), under_way, skipped or cancelled.
/// </param>
public sealed record DeliveryNotSent(string DeliveryId, string EndpointId, string Reason);

/// <param name="Status">pending, in_progress, retrying, parked, delivered, failed, cancelled or skipped.</param>
/// <param name="Reason">Why it was skipped, parked or cancelled.</param>
public sealed record EventDelivery(
    string DeliveryId,
    string EndpointId,
    string? TargetUrl,
    string Status,
    string? Reason,
    int Attempts,
    int? LastStatusCode,
    string? ErrorMessage,
    DateTimeOffset? LastAttemptAt,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset? DeadLetteredAt);

internal sealed record EventAnswer(WebhookEvent Event);

internal sealed record RetriedEvent(WebhookEvent Event, IReadOnlyList<DeliveryNotSent>? NotSent);

internal sealed record EventList(IReadOnlyList<EventSummary> Events, string? NextToken);
