using Webhooks.Api.Deliveries;
using Webhooks.Core.Deliveries;

namespace Webhooks.Api.Compat;

/// <summary>A delivery, flat.</summary>
public sealed record StatusAnswer
{
    public required string DeliveryId { get; init; }
    public required string EventId { get; init; }
    public required string EventType { get; init; }
    public string? ReferenceId { get; init; }

    /// <summary>pending, in_progress, retrying, delivered or failed.</summary>
    public required string Status { get; init; }

    /// <summary>Null when the endpoint was deleted.</summary>
    public string? WebhookUrl { get; init; }

    public required int Attempts { get; init; }
    public int? LastStatusCode { get; init; }

    /// <summary>What went wrong last, or why it was never sent, is held back or was cancelled.</summary>
    public string? Error { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastAttemptAt { get; init; }
    public DateTimeOffset? NextAttemptAt { get; init; }

    public static StatusAnswer Of(DeliveryAnswer delivery) => new()
    {
        DeliveryId = delivery.Id,
        EventId = delivery.EventId,
        EventType = delivery.EventType,
        ReferenceId = delivery.ReferenceId,
        Status = FlatStatus.Of(delivery.Status),
        WebhookUrl = delivery.EndpointUrl,
        Attempts = delivery.Attempts,
        LastStatusCode = delivery.LastStatusCode,
        Error = delivery.Status is DeliveryStatus.Cancelled or DeliveryStatus.Skipped or DeliveryStatus.Parked
            ? delivery.Reason ?? delivery.ErrorMessage
            : delivery.ErrorMessage,
        CreatedAt = delivery.CreatedAt,
        LastAttemptAt = delivery.LastAttemptAt,
        NextAttemptAt = delivery.NextAttemptAt,
    };
}

/// <param name="HasMore">True when the next page is not empty.</param>
public sealed record StatusPage(IReadOnlyList<StatusAnswer> Items, int Page, int PageSize, bool HasMore);

/// <param name="Status">webhook_queued.</param>
/// <param name="ReferenceId">TEST- and an id of its own; GET /webhook-statuses?reference_id= finds it.</param>
/// <param name="TaskId">The delivery's id; GET /webhook-status/{delivery_id} tells how it went.</param>
public sealed record TestQueued(string Status, string ReferenceId, string TaskId, string Message);
