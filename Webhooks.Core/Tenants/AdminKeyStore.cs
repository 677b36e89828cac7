using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Tenants;

/// <summary>Writes administrators' keys: the configured one, and what a first start made.</summary>
public sealed class AdminKeyStore(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Stands for the configured key, of which nothing may be shown.</summary>
    public const string ConfiguredPrefix = "configured";

    private const long Lock = 0x5765_6241_646D_696E; // "WebAdmin"

    private static readonly string List = ApiKeyRecord.ListSql("tenant_id IS NULL");

    /// <summary>Makes this the one configured key, or none when it is null: those that were configured before are forgotten.</summary>
    public async Task ConfigureAsync(byte[]? hash, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            "DELETE FROM api_keys WHERE tenant_id IS NULL AND revoked_at IS NULL AND prefix = $1 AND key_hash IS DISTINCT FROM $2")
            .With(ConfiguredPrefix).With(hash));
        if (hash is not null)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(
                "INSERT INTO api_keys (key_hash, key_id, prefix, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING")
                .With(hash).With(Guid.CreateVersion7(now)).With(ConfiguredPrefix).With(now));
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Adds a key unless one is live; of several processes at the same moment one gets true.</summary>
    public async Task<bool> AddFirstAsync(StoredKey key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Alone());
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            INSERT INTO api_keys (key_hash, key_id, prefix, created_at) SELECT $1, $2, $3, $4
            WHERE NOT EXISTS (SELECT 1 FROM api_keys WHERE tenant_id IS NULL AND revoked_at IS NULL)
            """).With(key.Hash).With(Guid.CreateVersion7(now)).With(key.Prefix).With(now));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return batch.BatchCommands[1].RecordsAffected == 1;
    }

    public async Task AddAsync(StoredKey key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = database.CreateCommand("INSERT INTO api_keys (key_hash, key_id, prefix, created_at) VALUES ($1, $2, $3, $4)")
            .With(key.Hash).With(Guid.CreateVersion7(now)).With(key.Prefix).With(now);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<ApiKeyRecord>> ListAsync(ApiKeyPlace after, int limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(List).With(after.IsRevoked).With(after.Id).With(limit);
        return await ApiKeyRecord.ReadAsync(command, cancellationToken);
    }

    /// <summary>Revokes the live key of this prefix, unless it is the last one.</summary>
    public async Task<AdminRevocation> RevokeAsync(string prefix, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Alone());
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            UPDATE api_keys SET revoked_at = $2 WHERE tenant_id IS NULL AND revoked_at IS NULL AND prefix = $1
              AND EXISTS (SELECT 1 FROM api_keys WHERE tenant_id IS NULL AND revoked_at IS NULL AND prefix <> $1)
            """).With(prefix).With(time.GetUtcNow()));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            "SELECT 1 FROM api_keys WHERE tenant_id IS NULL AND revoked_at IS NULL AND prefix = $1").With(prefix));
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        return batch.BatchCommands[1].RecordsAffected > 0 ? AdminRevocation.Revoked
            : await rows.ReadAsync(cancellationToken) ? AdminRevocation.LastOne
            : AdminRevocation.NotFound;
    }

    private static NpgsqlBatchCommand Alone() => new NpgsqlBatchCommand("SELECT pg_advisory_xact_lock($1)").With(Lock);
}

public enum AdminRevocation
{
    Revoked,
    NotFound,

    /// <summary>Without it nobody could get in.</summary>
    LastOne,
}
