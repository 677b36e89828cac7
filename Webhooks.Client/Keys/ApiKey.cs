using System.Text.Json.Serialization;

namespace Webhooks.Client;

/// <summary>An API key as a list shows it: never the key itself.</summary>
/// <param name="Prefix">Names the key.</param>
/// <param name="RevokedAt">Null while the key is live.</param>
/// <param name="LastUsedAt">To about a minute; null when it never was.</param>
public sealed record ApiKey(string Prefix, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt, DateTimeOffset? LastUsedAt);

/// <param name="Key">Shown this once.</param>
/// <param name="Prefix">Names the key from now on.</param>
public sealed record CreatedApiKey([property: JsonPropertyName("api_key")] string Key, string Prefix, DateTimeOffset CreatedAt);

internal sealed record ApiKeyList(IReadOnlyList<ApiKey> Items, string? NextToken);
