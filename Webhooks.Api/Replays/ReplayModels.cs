using System.Text.Json.Serialization;
using Webhooks.Api.Deliveries;

namespace Webhooks.Api.Replays;

/// <param name="Filter">Which deliveries are sent again. At least one member is needed.</param>
/// <param name="Rate">How many per second at the most, 0.1 to 1,000. Default 100.</param>
/// <param name="DryRun">True sends nothing, and answers how many they would be and the first ten. Default false.</param>
public sealed record ReplayRequest(ReplayFilterForm? Filter, double? Rate, bool? DryRun);

/// <param name="Status"><c>failed</c>, <c>skipped</c> or <c>delivered</c>. Default failed and skipped: what was missed.</param>
/// <param name="EventType">Of events of this type only.</param>
/// <param name="EndpointId">To this endpoint only.</param>
/// <param name="Since">Unix seconds or ISO 8601: of events accepted since.</param>
/// <param name="Until">Unix seconds or ISO 8601: of events accepted before. Default the replay's creation.</param>
public sealed record ReplayFilterForm(string? Status, string? EventType, string? EndpointId, string? Since, string? Until);

public sealed record ReplayFilterAnswer(string? Status, string? EventType, string? EndpointId, DateTimeOffset? Since, DateTimeOffset? Until);

/// <param name="State"><c>running</c>, <c>paused</c>, <c>completed</c> or <c>cancelled</c>.</param>
/// <param name="Rate">Deliveries per second at the most.</param>
/// <param name="Matched">Deliveries that the filter matched when it was created. Once it is completed, those sent and skipped together: what came to match meanwhile counts.</param>
/// <param name="IsComplete">False when there were more than were counted: it sends them all the same.</param>
/// <param name="Sent">Deliveries that it has put on their way.</param>
/// <param name="Skipped">Those that it has left as they were.</param>
/// <param name="SkippedByReason">
/// <c>endpoint_disabled</c>, <c>endpoint_deleted</c>, <c>event_full</c>: it has as many deliveries as it may have; or <c>changed</c>: somebody else was faster, or has removed it.
/// </param>
public sealed record ReplayAnswer(
    string Id,
    string State,
    ReplayFilterAnswer Filter,
    double Rate,
    int Matched,
    [property: JsonPropertyName("matched_complete")] bool IsComplete,
    long Sent,
    long Skipped,
    IReadOnlyDictionary<string, long> SkippedByReason,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt);

public sealed record ReplayList(IReadOnlyList<ReplayAnswer> Items, string? NextToken);

/// <param name="Matched">Deliveries that the filter matches.</param>
/// <param name="IsComplete">False when there are more than were counted.</param>
/// <param name="Items">The first ten, oldest first.</param>
public sealed record ReplayPreview(
    int Matched, [property: JsonPropertyName("matched_complete")] bool IsComplete, IReadOnlyList<DeliveryAnswer> Items);
