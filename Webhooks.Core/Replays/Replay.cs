using System.Text.Json;
using Webhooks.Core.Deliveries;

namespace Webhooks.Core.Replays;

/// <summary>A job that sends many deliveries again, and how far it has come.</summary>
public sealed record Replay
{
    public required ReplayId Id { get; init; }
    public required string TenantId { get; init; }
    public required ReplayFilter Filter { get; init; }

    /// <summary>Of events from this id on.</summary>
    public required Guid First { get; init; }

    /// <summary>Of events before this id.</summary>
    public required Guid End { get; init; }

    /// <summary>Deliveries per second.</summary>
    public required double Rate { get; init; }

    /// <summary>Deliveries that the filter matched at its creation; at its end, what was sent and skipped together.</summary>
    public int Matched { get; init; }

    /// <summary>False when there were more than were counted.</summary>
    public bool IsAllMatched { get; init; }

    /// <summary>One of <see cref="ReplayState"/>.</summary>
    public string State { get; init; } = ReplayState.Running;

    public long Sent { get; init; }

    /// <summary>How many were not sent, by reason, as a JSON object.</summary>
    public string Skipped { get; init; } = "{}";

    /// <summary>How many were not sent.</summary>
    public long SkippedInAll
    {
        get
        {
            using var skipped = JsonDocument.Parse(Skipped);
            return skipped.RootElement.EnumerateObject().Sum(static reason => reason.Value.GetInt64());
        }
    }

    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Without a status, whatever was missed.</summary>
    public ReplayScope Scope => new(
        TenantId,
        Filter.Status is { } status ? [ReplayScope.Replayable.Single(state => DeliveryStatus.Of(state) == status)] : Transitions.Recover.From,
        Filter.EventType, Filter.Endpoint, First, End);
}
