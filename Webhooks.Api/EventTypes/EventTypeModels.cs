using System.Text.Json.Serialization;
using Webhooks.Api.EventTypes.Schemas;
using Webhooks.Api.Json;

namespace Webhooks.Api.EventTypes;

/// <summary>An event type as it is created or replaced.</summary>
public sealed record EventTypeRequest
{
    /// <summary>1 to 128 characters without white space, control characters, <c>*</c> and <c>/</c>; neither <c>.</c> nor <c>..</c>.</summary>
    public string? Name { get; init; }

    /// <summary>500 characters at the most.</summary>
    public string? Description { get; init; }

    /// <summary>
    /// JSON Schema, draft 2020-12, of the payload; 64 KiB at the most. References must stay within it. Without one any payload is taken.
    /// </summary>
    public RawJson? Schema { get; init; }
}

/// <param name="Schema">As it was posted; null takes any payload.</param>
public sealed record EventTypeAnswer(string Name, string? Description, RawJson? Schema, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <param name="Valid">An event of the type with this payload would be accepted.</param>
/// <param name="Errors">What it breaks: the first few.</param>
public sealed record PayloadCheck(bool Valid, IReadOnlyList<SchemaError> Errors);

public sealed record EventTypeList(IReadOnlyList<EventTypeAnswer> Items, string? NextToken);

[JsonSerializable(typeof(string))]
internal sealed partial class EventTypeJsonContext : JsonSerializerContext;
