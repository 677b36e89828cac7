using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Tenants;

/// <param name="Id">Sorts by age.</param>
/// <param name="Prefix">The part of the key that may be shown, by which it is revoked.</param>
/// <param name="LastUsedAt">To about a minute; null when it never was.</param>
public sealed record ApiKeyRecord(Guid Id, string Prefix, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt, DateTimeOffset? LastUsedAt)
{
    private const string Columns = "key_id, prefix, created_at, revoked_at, last_used_at";

    /// <summary>Keys of an owner after a place in the list: live ones first, newest first.</summary>
    /// <param name="owner">A condition on <c>tenant_id</c>; what it refers to is <c>$4</c>.</param>
    internal static string ListSql(string owner) => $"""
        SELECT {Columns} FROM (
        (SELECT {Columns} FROM api_keys WHERE {owner} AND revoked_at IS NULL AND NOT $1 AND key_id < $2 ORDER BY key_id DESC LIMIT $3)
        UNION ALL
        (SELECT {Columns} FROM api_keys
         WHERE {owner} AND revoked_at IS NOT NULL AND key_id < CASE WHEN $1 THEN $2 ELSE 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid END
         ORDER BY key_id DESC LIMIT $3)) listed
        ORDER BY revoked_at IS NOT NULL, key_id DESC LIMIT $3
        """;

    internal static async Task<IReadOnlyList<ApiKeyRecord>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<ApiKeyRecord>();
        while (await rows.ReadAsync(cancellationToken))
        {
            keys.Add(new ApiKeyRecord(
                rows.GetGuid(0), rows.GetString(1), rows.GetFieldValue<DateTimeOffset>(2), rows.TimeOrNull(3), rows.TimeOrNull(4)));
        }

        return keys;
    }
}

/// <summary>The last key shown of a list.</summary>
public readonly record struct ApiKeyPlace(bool IsRevoked, Guid Id)
{
    public static readonly ApiKeyPlace Start = new(false, Guid.AllBitsSet);
}
