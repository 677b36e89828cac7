using System.Text.Json.Serialization;
using Webhooks.Api.Json;

namespace Webhooks.Api.Events;

/// <param name="Status">PENDING.</param>
public sealed record EventAccepted(string EventId, string Status);

/// <param name="Status">PENDING, DELIVERED, FAILED or CANCELLED.</param>
/// <param name="CreatedAt">Unix seconds.</param>
/// <param name="Attempts">Of all its deliveries and cycles.</param>
public sealed record EventSummary(
    string EventId,
    string Status,
    string EventType,
    [property: JsonConverter(typeof(UnixSecondsConverter))] DateTimeOffset CreatedAt,
    int Attempts,
    [property: JsonConverter(typeof(UnixSecondsConverter))] DateTimeOffset? LastAttemptAt);

/// <param name="NextToken">Null on the last page.</param>
/// <param name="TotalCount">Of this page.</param>
public sealed record EventPage(IReadOnlyList<EventSummary> Events, string? NextToken, int TotalCount);

public sealed record EventAnswer(EventDetail Event);

public sealed record EventDetail
{
    public required string EventId { get; init; }

    /// <summary>PENDING, DELIVERED, FAILED or CANCELLED.</summary>
    public required string Status { get; init; }

    public required string EventType { get; init; }

    /// <summary>Unix seconds.</summary>
    [JsonConverter(typeof(UnixSecondsConverter))]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>As posted.</summary>
    public required RawJson Payload { get; init; }

    public string? TargetUrl { get; init; }

    public required int Attempts { get; init; }

    [JsonConverter(typeof(UnixSecondsConverter))]
    public DateTimeOffset? LastAttemptAt { get; init; }

    /// <summary>The latest error of a delivery that has not succeeded.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Why it has no deliveries; null when it has some.</summary>
    public string? Reason { get; init; }

    [JsonConverter(typeof(UnixSecondsConverter))]
    public DateTimeOffset? NextAttemptAt { get; init; }

    [JsonConverter(typeof(UnixSecondsConverter))]
    public DateTimeOffset? DeadLetteredAt { get; init; }

    public string? ReferenceId { get; init; }

    public required string CorrelationId { get; init; }

    public required IReadOnlyList<EventDelivery> Deliveries { get; init; }
}

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

/// <param name="EndpointId">Only to this endpoint; null for every one that it was delivered to or skipped for.</param>
public sealed record ResendRequest(string? EndpointId);

/// <param name="Status">PENDING.</param>
/// <param name="DeliveryIds">Of the new deliveries; GET /v1/deliveries/{id} tells how each went.</param>
public sealed record EventResent(string EventId, string Status, IReadOnlyList<string> DeliveryIds);

/// <param name="Status">PENDING is the only one that can be asked for: it retries the event.</param>
public sealed record EventChange(string? Status);
