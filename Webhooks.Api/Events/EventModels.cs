using System.Text.Json.Serialization;
using Webhooks.Api.Json;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;

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
    [property: JsonConverter(typeof(UnixSecondsConverter))] DateTimeOffset? LastAttemptAt)
{
    /// <summary>True while it is FAILED and all that failed is tried again; else missing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Retrying { get; init; }
}

/// <param name="NextToken">Null on the last page.</param>
/// <param name="TotalCount">Of this page.</param>
public sealed record EventPage(IReadOnlyList<EventSummary> Events, string? NextToken, int TotalCount);

public sealed record EventAnswer(EventDetail Event);

/// <param name="Retried">The deliveries that have begun a new cycle.</param>
/// <param name="NotSent">The deliveries that have not been delivered and of which nothing goes out all the same.</param>
public sealed record EventRetried(EventDetail Event, IReadOnlyList<string> Retried, IReadOnlyList<DeliveryNotSent> NotSent);

/// <param name="Reason">
/// <c>endpoint_disabled</c>, <c>endpoint_deleted</c>; <c>endpoint_paused</c>: it goes out when the endpoint is active again; <c>under_way</c>: an attempt
/// is; <c>skipped</c>: it is sent by a retry of its own; or <c>cancelled</c>.
/// </param>
public sealed record DeliveryNotSent(string DeliveryId, string EndpointId, string Reason)
{
    internal static IReadOnlyList<DeliveryNotSent> Of(EventId id, IEnumerable<NotSent> all) =>
        [.. all.Select(one => new DeliveryNotSent(new DeliveryId(id, one.Ordinal).ToString(), new EndpointId(one.Endpoint).ToString(), one.Reason))];
}

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
/// <param name="NotSent">
/// What was delivered or skipped and is not sent again, because its endpoint is disabled or deleted, and new deliveries that wait for a paused one.
/// </param>
public sealed record EventResent(string EventId, string Status, IReadOnlyList<string> DeliveryIds, IReadOnlyList<DeliveryNotSent> NotSent);

/// <param name="Status">PENDING is the only one that can be asked for: it retries the event.</param>
public sealed record EventChange(string? Status);
