namespace Webhooks.Client;

/// <summary>Which deliveries are sent again; at least one member is needed.</summary>
public sealed record ReplayFilter
{
    /// <summary>failed, skipped or delivered. Default failed and skipped: what was missed.</summary>
    public string? Status { get; init; }

    public string? EventType { get; init; }
    public string? EndpointId { get; init; }

    /// <summary>Of events accepted since.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Of events accepted before. Default the replay's creation.</summary>
    public DateTimeOffset? Until { get; init; }
}

internal sealed record ReplayRequest(ReplayFilter Filter, double? Rate, bool? DryRun);
