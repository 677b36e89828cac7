using Npgsql;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Tenants;

/// <summary>
/// Removes tenants. One statement ends a tenant for every process; what it leaves behind goes in bites, each a transaction of its own,
/// so that any process may go on where another one stopped.
/// </summary>
public sealed class TenantRemoval(NpgsqlDataSource database, TenantErasure erasure, TimeProvider time)
{
    private const int Bite = 1_000;

    private const string Keys =
        "DELETE FROM idempotency_keys WHERE tenant_id = $1 AND key = ANY (ARRAY(SELECT key FROM idempotency_keys WHERE tenant_id = $1 LIMIT $2))";

    /// <summary>From now on the tenant's keys are unknown and nothing is sent for it. Returns since when, or null when there is no such tenant.</summary>
    public async Task<DateTimeOffset?> BeginAsync(string tenantId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "UPDATE tenants SET removed_at = coalesce(removed_at, $2) WHERE tenant_id = $1 RETURNING removed_at").With(tenantId).With(time.GetUtcNow());
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime since ? new DateTimeOffset(since) : null;
    }

    /// <summary>The tenants that are being removed, the first ones first.</summary>
    public async Task<IReadOnlyList<string>> BegunAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT tenant_id FROM tenants WHERE removed_at IS NOT NULL ORDER BY removed_at LIMIT 100");
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var tenants = new List<string>();
        while (await rows.ReadAsync(cancellationToken))
        {
            tenants.Add(rows.GetString(0));
        }

        return tenants;
    }

    /// <summary>Cancels and removes what can go now; the tenant itself goes with the last of it, <paramref name="grace"/> after the beginning.</summary>
    public async Task ContinueAsync(string tenantId, TimeSpan grace, CancellationToken cancellationToken)
    {
        await erasure.CancelAsync(tenantId, cancellationToken);
        if (!await IsDrainedAsync(tenantId, cancellationToken))
        {
            return;
        }

        await RemoveKeysAsync(tenantId, cancellationToken);
        await erasure.EraseAsync(tenantId, cancellationToken);

        // An event that was accepted beside the last bite goes first.
        await using var last = database.CreateCommand(
            "DELETE FROM tenants t WHERE tenant_id = $1 AND removed_at <= $2 AND NOT EXISTS (SELECT FROM events e WHERE e.tenant_id = t.tenant_id)")
            .With(tenantId).With(time.GetUtcNow() - grace);
        await last.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task RemoveKeysAsync(string tenantId, CancellationToken cancellationToken)
    {
        int gone;
        do
        {
            await using var command = database.CreateCommand(Keys).With(tenantId).With(Bite);
            gone = await command.ExecuteNonQueryAsync(cancellationToken);
        }
        while (gone > 0);
    }

    /// <summary>True once none of the tenant's events waits to be published.</summary>
    private async Task<bool> IsDrainedAsync(string tenantId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            SELECT EXISTS (
              SELECT 1 FROM outbox o CROSS JOIN unnest(o.event_ids) AS waiting (event_id)
              JOIN events e ON e.tenant_id = $1 AND e.event_id = waiting.event_id
              WHERE o.published_at IS NULL)
            """).With(tenantId);
        return await command.ExecuteScalarAsync(cancellationToken) is false;
    }
}
