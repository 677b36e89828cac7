using Microsoft.AspNetCore.Mvc;

namespace Webhooks.Api.Events;

/// <summary>Which events are meant. Texts, so that each bad value gets a sentence of its own.</summary>
public sealed record EventFilterParameters
{
    /// <summary>PENDING, DELIVERED, FAILED or CANCELLED.</summary>
    [FromQuery(Name = "status")]
    public string? Status { get; init; }

    [FromQuery(Name = "event_type")]
    public string? EventType { get; init; }

    /// <summary>Unix seconds or ISO 8601, inclusive.</summary>
    [FromQuery(Name = "since")]
    public string? Since { get; init; }

    /// <summary>Unix seconds or ISO 8601, exclusive.</summary>
    [FromQuery(Name = "until")]
    public string? Until { get; init; }
}
