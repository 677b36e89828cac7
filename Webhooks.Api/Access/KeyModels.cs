using Webhooks.Core.Tenants;

namespace Webhooks.Api.Access;

/// <param name="ApiKey">Shown this once.</param>
/// <param name="Prefix">Names the key from now on.</param>
public sealed record KeyCreated(string ApiKey, string Prefix, DateTimeOffset CreatedAt, string Message);

/// <param name="Prefix">Names the key.</param>
/// <param name="RevokedAt">Null while the key is live.</param>
/// <param name="LastUsedAt">To about a minute; null when it never was.</param>
public sealed record KeyDetail(string Prefix, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt, DateTimeOffset? LastUsedAt);

public sealed record KeyList(IReadOnlyList<KeyDetail> Items, string? NextToken)
{
    /// <param name="keys">One more than the limit where there are more.</param>
    /// <param name="limit">How many are shown.</param>
    /// <param name="token">Makes the next page's token of the last one shown.</param>
    public static KeyList Of(IReadOnlyList<ApiKeyRecord> keys, int limit, Func<ApiKeyRecord, string> token) => new(
        [.. keys.Take(limit).Select(static key => new KeyDetail(key.Prefix, key.CreatedAt, key.RevokedAt, key.LastUsedAt))],
        keys.Count > limit ? token(keys[limit - 1]) : null);
}
