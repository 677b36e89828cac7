using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Tenants;

/// <summary>Writes API keys; a null tenant stands for the administrator.</summary>
public sealed class ApiKeyStore(NpgsqlDataSource database, TimeProvider time)
{
    private const long AdminKeyLock = 0x5765_6241_646D_696E; // "WebAdmin"

    /// <summary>Adds a key; one that is known already, live or revoked, stays as it is. False when there is no such tenant.</summary>
    public async Task<bool> AddAsync(string? tenantId, StoredKey key, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            WITH owner AS (SELECT 1 WHERE $3::text IS NULL OR EXISTS (SELECT 1 FROM tenants WHERE tenant_id = $3)),
            key AS (
              INSERT INTO api_keys (key_hash, prefix, tenant_id, created_at) SELECT $1, $2, $3, $4 FROM owner ON CONFLICT DO NOTHING)
            SELECT count(*) FROM owner
            """).With(key.Hash).With(key.Prefix).With(tenantId).With(time.GetUtcNow());
        return await command.ExecuteScalarAsync(cancellationToken) is 1L;
    }

    /// <summary>Adds an administrator's key unless one is live; of several processes at the same moment one gets true.</summary>
    public async Task<bool> AddFirstAdminAsync(StoredKey key, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var hold = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", connection).With(AdminKeyLock);
        await hold.ExecuteNonQueryAsync(cancellationToken);
        await using var insert = new NpgsqlCommand("""
            INSERT INTO api_keys (key_hash, prefix, created_at) SELECT $1, $2, $3
            WHERE NOT EXISTS (SELECT 1 FROM api_keys WHERE tenant_id IS NULL AND revoked_at IS NULL)
            """, connection).With(key.Hash).With(key.Prefix).With(time.GetUtcNow());
        var added = await insert.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return added == 1;
    }

    /// <summary>A tenant's keys, newest first, the latest 100.</summary>
    public async Task<IReadOnlyList<ApiKeyRecord>> ListAsync(string tenantId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            SELECT prefix, created_at, revoked_at FROM api_keys WHERE tenant_id = $1 ORDER BY created_at DESC, prefix LIMIT 100
            """).With(tenantId);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<ApiKeyRecord>();
        while (await rows.ReadAsync(cancellationToken))
        {
            keys.Add(new ApiKeyRecord(
                rows.GetString(0),
                rows.GetFieldValue<DateTimeOffset>(1),
                rows.IsDBNull(2) ? null : rows.GetFieldValue<DateTimeOffset>(2)));
        }

        return keys;
    }

    /// <summary>Revokes the live key of this prefix; false when the tenant has none.</summary>
    public async Task<bool> RevokeAsync(string tenantId, string prefix, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            UPDATE api_keys SET revoked_at = $3 WHERE tenant_id = $1 AND prefix = $2 AND revoked_at IS NULL
            """).With(tenantId).With(prefix).With(time.GetUtcNow());
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }
}

/// <param name="Prefix">The part of the key that may be shown, by which it is revoked.</param>
public sealed record ApiKeyRecord(string Prefix, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);
