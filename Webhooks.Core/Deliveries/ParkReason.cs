namespace Webhooks.Core.Deliveries;

/// <summary>Why a delivery is held back, as stored and as the API spells it.</summary>
public static class ParkReason
{
    public const string CircuitOpen = "circuit open";
    public const string RateLimit = "rate limit";
    public const string LaneFull = "lane full";
    public const string Paused = "endpoint paused";
    public const string HandedOver = "handed over";
}
