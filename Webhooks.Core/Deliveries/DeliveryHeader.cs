using Webhooks.Core.Events;

namespace Webhooks.Core.Deliveries;

/// <summary>
/// What a worker must know of a delivery besides the payload, so that the hot path reads no database. Secrets,
/// URLs and limits are the endpoint's and never travel.
/// </summary>
public sealed record DeliveryHeader
{
    public required Guid EventId { get; init; }
    public required short Ordinal { get; init; }
    public required string TenantId { get; init; }
    public required Guid EndpointId { get; init; }
    public required string EventType { get; init; }
    public EventForm Form { get; init; }

    /// <summary>Counts the messages made of this delivery; a message of an earlier cycle than the row's is stale.</summary>
    public required int Cycle { get; init; }

    /// <summary>Attempts made before this message, of all cycles.</summary>
    public int PriorAttempts { get; init; }

    /// <summary>How many of them count against the present retry budget.</summary>
    public int BudgetUsed { get; init; }

    public required string CorrelationId { get; init; }
    public string? ReferenceId { get; init; }

    /// <summary>W3C trace context of the request that posted the event.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Published again by a relay: the first copy may have been handled, so look at the row first.</summary>
    public bool Republished { get; init; }

    /// <summary>Was delivered or skipped before, and is sent again at the tenant's wish.</summary>
    public bool IsResend { get; init; }

    /// <summary>
    /// Its attempt in a batch failed, and this message of its own goes on with it. The first receipt stands for that attempt: the
    /// message waits until <see cref="DueAt"/>, so that the stream's count of receipts is the number of the attempt.
    /// </summary>
    public bool IsHandedOver { get; init; }

    /// <summary>When the next attempt of a delivery that was handed over is due; null when it is given up.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>It is in its event's plan and may have no row yet. Whatever went on by itself has one, or was removed.</summary>
    public bool IsPlanned => Cycle == 1 && !IsResend && !IsHandedOver;
}
