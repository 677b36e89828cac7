using System.Text.Json.Serialization;

namespace Webhooks.Api.Events;

/// <param name="Rejected">Those with an error; nothing of them was stored.</param>
public sealed record BulkAnswer(int Accepted, int Rejected, IReadOnlyList<BulkItem> Results);

/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="Replayed">True when its idempotency key had been accepted before.</param>
/// <param name="Error">A sentence; then there is no id.</param>
public sealed record BulkItem(
    int Index,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? EventId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Replayed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error);
