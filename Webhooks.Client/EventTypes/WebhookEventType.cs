using System.Text.Json;

namespace Webhooks.Client;

/// <summary>An event type of the catalogue.</summary>
/// <param name="Schema">JSON Schema, draft 2020-12, of its events' payloads; null takes any payload.</param>
public sealed record WebhookEventType(string Name, string? Description, JsonElement? Schema, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

internal sealed record EventTypeList(IReadOnlyList<WebhookEventType> Items, string? NextToken);

internal sealed record EventTypeRequest(string Name, string? Description, JsonElement? Schema);
