namespace Webhooks.Core.Deliveries;

/// <summary>Why a delivery is held back, as stored and as the API spells it.</summary>
public static class ParkReason
{
    public const string RateLimit = "rate limit";
    public const string LaneFull = "lane full";
    public const string HandedOver = "handed over";

    /// <summary>The stream has handed its message out as often as it does; the next attempt is a message of its own.</summary>
    public const string NextAttempt = "next attempt";

    /// <summary>The platform cannot send it now; the endpoint has nothing to do with it.</summary>
    public const string NotSent = "not sent yet";

    /// <summary>The receiver has asked for nothing for a while by its <c>Retry-After</c>.</summary>
    public const string RetryAfter = "retry after";

    // These have no due time: they end with the endpoint's state.
    public const string CircuitOpen = "circuit open";
    public const string Paused = "endpoint paused";
    public const string Disabled = "disabled";

    /// <summary>The receiver has asked for less by this status.</summary>
    public static string Slowed(int status) => $"slowed after {status}";
}
