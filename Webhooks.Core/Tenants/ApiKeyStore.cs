using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Tenants;

/// <summary>Writes tenants' API keys, and when any key was last used.</summary>
public sealed class ApiKeyStore(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Live keys of one tenant.</summary>
    public const int MaxLive = 50;

    private static readonly string List = ApiKeyRecord.ListSql("tenant_id = $4");

    public async Task<KeyAddition> AddAsync(string tenantId, StoredKey key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var batch = database.CreateBatch();

        // The tenant's row is locked by a statement of its own, so that the next one counts what others have added meanwhile.
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            "SELECT 1 FROM tenants WHERE tenant_id = $1 AND removed_at IS NULL FOR NO KEY UPDATE").With(tenantId));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            INSERT INTO api_keys (key_hash, key_id, prefix, tenant_id, created_at)
            SELECT $1, $2, $3, tenant_id, $5 FROM tenants WHERE tenant_id = $4 AND removed_at IS NULL
              AND (SELECT count(*) FROM api_keys WHERE tenant_id = $4 AND revoked_at IS NULL) < $6
            RETURNING 1
            """).With(key.Hash).With(Guid.CreateVersion7(now)).With(key.Prefix).With(tenantId).With(now).With((long)MaxLive));
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        var exists = await rows.ReadAsync(cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? KeyAddition.Added : exists ? KeyAddition.TooMany : KeyAddition.NoTenant;
    }

    /// <summary>A tenant's keys after a place in the list, live ones first, newest first.</summary>
    public async Task<IReadOnlyList<ApiKeyRecord>> ListAsync(string tenantId, ApiKeyPlace after, int limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(List).With(after.IsRevoked).With(after.Id).With(limit).With(tenantId);
        return await ApiKeyRecord.ReadAsync(command, cancellationToken);
    }

    /// <summary>Revokes the live key of this prefix; false when the tenant has none.</summary>
    public async Task<bool> RevokeAsync(string tenantId, string prefix, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            UPDATE api_keys SET revoked_at = $3 WHERE tenant_id = $1 AND prefix = $2 AND revoked_at IS NULL
            """).With(tenantId).With(prefix).With(time.GetUtcNow());
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Writes down that these keys were used just now, all with one statement.</summary>
    public async Task NoteUseAsync(IReadOnlyCollection<ApiKeyHash> used, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("UPDATE api_keys SET last_used_at = $2 WHERE key_hash = ANY ($1)")
            .With(used.Select(static hash => hash.ToBytes()).ToArray()).With(time.GetUtcNow());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

public enum KeyAddition
{
    Added,
    NoTenant,

    /// <summary>The tenant has as many live keys as it may have.</summary>
    TooMany,
}
