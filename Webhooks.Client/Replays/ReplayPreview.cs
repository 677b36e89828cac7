using System.Text.Json.Serialization;

namespace Webhooks.Client;

/// <param name="Matched">Deliveries that the filter matches.</param>
/// <param name="IsAllMatched">False when there are more than were counted.</param>
/// <param name="Items">The first ten, oldest first, without their attempts.</param>
public sealed record ReplayPreview(int Matched, [property: JsonPropertyName("matched_complete")] bool IsAllMatched, IReadOnlyList<Delivery> Items);
