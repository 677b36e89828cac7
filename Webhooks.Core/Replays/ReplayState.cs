namespace Webhooks.Core.Replays;

/// <summary>Where a replay is in its life, as stored and as the API spells it.</summary>
public static class ReplayState
{
    public const string Running = "running";
    public const string Paused = "paused";

    /// <summary>It has come to its end.</summary>
    public const string Completed = "completed";

    /// <summary>It was ended; what it had sent by then stays sent.</summary>
    public const string Cancelled = "cancelled";
}
