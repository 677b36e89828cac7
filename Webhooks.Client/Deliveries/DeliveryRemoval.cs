namespace Webhooks.Client;

/// <summary>Which deliveries to remove. What is null does not narrow; the API refuses one that says nothing.</summary>
public sealed record DeliveryRemoval
{
    /// <summary>pending, in_progress, retrying, parked, delivered, failed, cancelled or skipped.</summary>
    public string? Status { get; init; }

    /// <summary>Of events accepted longer ago than this, 0 to 3,650.</summary>
    public int? OlderThanDays { get; init; }

    /// <summary>As given when the event was sent.</summary>
    public string? ReferenceId { get; init; }

    public string? EndpointId { get; init; }

    public string? EventId { get; init; }

    /// <summary>Of events accepted since.</summary>
    public DateTimeOffset? Since { get; init; }
}

/// <param name="Deleted">Deliveries that had ended, and are gone.</param>
/// <param name="Cancelled">Deliveries that had not, and will not be attempted again.</param>
public sealed record RemovedDeliveries(long Deleted, long Cancelled);
