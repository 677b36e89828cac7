using System.Text.Json.Serialization;
using Webhooks.Core.Events;

namespace Webhooks.Api.Events;

/// <param name="Rejected">Those with an error; nothing of them was stored, unless the error says that it may have been.</param>
public sealed record BulkAnswer(int Accepted, int Rejected, IReadOnlyList<BulkItem> Results);

/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="Replayed">True when its idempotency key had been accepted before.</param>
/// <param name="Error">A sentence; then there is no id.</param>
/// <param name="Type">The type of the problem that it would have been alone.</param>
/// <param name="Title">The title of that problem.</param>
public sealed record BulkItem(
    int Index,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? EventId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Replayed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Title)
{
    /// <summary>Seconds after which it may be accepted; null where it will not by waiting.</summary>
    [JsonIgnore]
    public int? RetryAfter { get; private init; }

    internal static BulkItem Accepted(int index, EventId id, bool? replayed) => new(index, id.ToString(), EventStatus.Pending, replayed, null, null, null);

    internal static BulkItem Rejected(int index, ProblemType type, string error) => new(index, null, null, null, error, type.Uri, type.Title) { RetryAfter = type.RetryAfter };
}
