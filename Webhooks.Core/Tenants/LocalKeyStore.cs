using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Tenants;

/// <summary>Lets the local stack's keys in, in Development, and out everywhere else, whatever the database was used for before.</summary>
public sealed class LocalKeyStore(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>The administrator's; the tenants' come with their tenants.</summary>
    public async Task AllowAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            "INSERT INTO api_keys (key_hash, key_id, prefix, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING")
            .With(ApiKeyHash.Of(LocalTenants.AdminKey).ToBytes()).With(Guid.CreateVersion7(now)).With(LocalTenants.KeyPrefix).With(now));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            "UPDATE api_keys SET revoked_at = NULL WHERE key_hash = ANY ($1) AND revoked_at IS NOT NULL").With(Hashes()));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Returns how many were live.</summary>
    public async Task<int> RevokeAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("UPDATE api_keys SET revoked_at = $2 WHERE key_hash = ANY ($1) AND revoked_at IS NULL")
            .With(Hashes()).With(time.GetUtcNow());
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static byte[][] Hashes() => [.. LocalTenants.KeyHashes.Select(static hash => hash.ToBytes())];
}
