namespace Webhooks.Core.Endpoints;

/// <summary>Whether an endpoint takes deliveries, as stored and as the API spells it.</summary>
public static class EndpointState
{
    public const string Active = "active";

    /// <summary>Its owner stopped it for a while.</summary>
    public const string Paused = "paused";

    /// <summary>It answered 410, failed for too long, or was switched off; the reason says which.</summary>
    public const string Disabled = "disabled";
}
