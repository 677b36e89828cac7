namespace Webhooks.Core.Deliveries;

/// <summary>What a delivery in a worker's hands comes to for now, as it is written down.</summary>
public sealed record OutcomeRow
{
    /// <summary>In which their rows are held.</summary>
    public static readonly Comparison<OutcomeRow> InOrder = static (one, other) =>
        one.Delivery.Event.Value.CompareTo(other.Delivery.Event.Value) is not 0 and var order ? order : one.Delivery.Ordinal.CompareTo(other.Delivery.Ordinal);

    public required string TenantId { get; init; }

    public required DeliveryId Delivery { get; init; }

    public required Guid Endpoint { get; init; }

    /// <summary>Of the message.</summary>
    public required int Cycle { get; init; }

    /// <summary>One that <see cref="Transitions.Settle"/> leads to.</summary>
    public required string Status { get; init; }

    public string? Reason { get; init; }

    /// <summary>A parked delivery without one waits for its endpoint.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>Of the message that is given up or waits for its retry.</summary>
    public long? StreamSequence { get; init; }

    /// <summary>Of the outbox, under which a delivery whose attempt in a batch failed goes on by itself; null when its message stays.</summary>
    public Guid? HandedOver { get; init; }

    /// <summary>Null when none was made.</summary>
    public AttemptRow? Attempt { get; init; }

    /// <summary>See <see cref="DeliveryHeader.IsPlanned"/>.</summary>
    public required bool IsPlanned { get; init; }

    /// <summary>The first attempt has delivered: it stands in the delivery's own row and nowhere else.</summary>
    public bool IsWholeStory => IsPlanned && Status == DeliveryStatus.Delivered && Attempt is { Number: 1 };
}
