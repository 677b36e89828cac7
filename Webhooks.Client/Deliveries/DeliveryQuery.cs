namespace Webhooks.Client;

/// <summary>Which deliveries to list. What is null does not narrow.</summary>
public sealed record DeliveryQuery
{
    /// <summary>pending, in_progress, retrying, parked, delivered, failed, cancelled or skipped.</summary>
    public string? Status { get; init; }

    public string? EndpointId { get; init; }
    public string? EventId { get; init; }

    /// <summary>As given when the event was sent.</summary>
    public string? ReferenceId { get; init; }

    /// <summary>Inclusive.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Deliveries per request to the API, 1 to 100. Default 50.</summary>
    public int? PageSize { get; init; }
}
