using Npgsql;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Security;
using Webhooks.Signing;
using Webhooks.Core.Storage;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Compat;

/// <summary>
/// The endpoints behind POST /test-webhook: one of the tenant's for each URL, listed with the others. It subscribed to no
/// event type, so that it receives nothing but tests.
/// </summary>
public sealed class TestEndpoints(
    NpgsqlDataSource database, EndpointStore endpoints, ConfigDirectory directory, SecretProtector secrets, TimeProvider time)
{
    private const string Description = "Made by POST /test-webhook; receives nothing but tests.";

    /// <summary>Finds it, active again if it was not, or makes it.</summary>
    /// <exception cref="PostgresException"><see cref="EndpointStore.PerTenant"/> or <see cref="EndpointStore.PerUrl"/> is broken.</exception>
    public async Task<EndpointId> EnsureAsync(string tenantId, string url, CancellationToken cancellationToken)
    {
        var found = await StoreAsync(tenantId, url, cancellationToken);
        await endpoints.StartAfreshAsync(found, cancellationToken);
        if (directory.FindEndpoint(found) is not { State: EndpointState.Active })
        {
            await directory.ReloadAsync(tenantId, cancellationToken);
        }

        return found;
    }

    private async Task<EndpointId> StoreAsync(string tenantId, string url, CancellationToken cancellationToken)
    {
        var fresh = EndpointId.New(time);
        var now = time.GetUtcNow();
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT pg_advisory_xact_lock(hashtextextended($1 || ' ' || $2, 0))").With(tenantId).With(url));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            WITH known AS (
              SELECT endpoint_id FROM endpoints WHERE tenant_id = $1 AND url = $2 AND event_filters = '{}' LIMIT 1),
            woken AS (
              UPDATE endpoints SET state = 'active', state_reason = NULL, failing_since = NULL, updated_at = $4
              WHERE endpoint_id = (SELECT endpoint_id FROM known) AND state <> 'active'),
            added AS (
              INSERT INTO endpoints (endpoint_id, tenant_id, url, description, event_filters, payload_format, created_at, updated_at)
              SELECT $3, $1, $2, $5, '{}', $6, $4, $4
              WHERE NOT EXISTS (SELECT 1 FROM known)
              RETURNING endpoint_id),
            secret AS (
              INSERT INTO endpoint_secrets (secret_id, endpoint_id, ciphertext, created_at) SELECT $7, endpoint_id, $8, $4 FROM added)
            SELECT endpoint_id FROM known UNION ALL SELECT endpoint_id FROM added
            """)
            .With(tenantId).With(url).With(fresh.Value).With(now).With(Description).With(PayloadFormat.Raw)
            .With(Guid.CreateVersion7(now)).With(secrets.Protect(WebhookSecret.Generate(), fresh.ToString())));
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        await rows.ReadAsync(cancellationToken);
        return new EndpointId(rows.GetGuid(0));
    }
}
