namespace Webhooks.Client;

/// <summary>Which events to list. What is null does not narrow.</summary>
public sealed record EventQuery
{
    /// <summary>PENDING, DELIVERED, FAILED or CANCELLED.</summary>
    public string? Status { get; init; }

    public string? EventType { get; init; }

    /// <summary>Inclusive.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Exclusive.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Events per request to the API, 1 to 100. Default 50.</summary>
    public int? PageSize { get; init; }
}
