using System.Text.Json.Serialization;

namespace Webhooks.Client;

/// <summary>A job that sends many deliveries again, and how far it has come.</summary>
/// <param name="State">running, paused, completed or cancelled.</param>
/// <param name="Rate">Deliveries per second at the most.</param>
/// <param name="Matched">Deliveries that the filter matched when it was created; once it is completed, those sent and skipped together.</param>
/// <param name="IsAllMatched">False when there were more than were counted.</param>
/// <param name="Sent">Deliveries that it has put on their way.</param>
/// <param name="Skipped">Those that it has left as they were.</param>
/// <param name="SkippedByReason">endpoint_disabled, endpoint_deleted, event_full: it has as many deliveries as it may have; or changed: somebody else was faster, or has removed it.</param>
public sealed record Replay(
    string Id,
    string State,
    ReplayFilter Filter,
    double Rate,
    int Matched,
    [property: JsonPropertyName("matched_complete")] bool IsAllMatched,
    long Sent,
    long Skipped,
    IReadOnlyDictionary<string, long> SkippedByReason,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt);

internal sealed record ReplayList(IReadOnlyList<Replay> Items, string? NextToken);
