using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Tenants;

/// <summary>
/// Writes tenants, each with its default endpoint, whose URL is the tenant's <c>target_url</c>. Every change notifies
/// the processes that hold the configuration in memory.
/// </summary>
public sealed class TenantStore(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Creates the tenant, its default endpoint, secret and first key in one transaction; false when it exists.</summary>
    public async Task<bool> CreateAsync(NewTenant tenant, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            WITH tenant AS (
              INSERT INTO tenants (tenant_id, created_at, updated_at) VALUES ($1, $2, $2) ON CONFLICT DO NOTHING RETURNING tenant_id),
            key AS (
              INSERT INTO api_keys (key_hash, prefix, tenant_id, created_at) SELECT $3, $4, tenant_id, $2 FROM tenant),
            endpoint AS (
              INSERT INTO endpoints (endpoint_id, tenant_id, is_default, url, signatures, created_at, updated_at)
              SELECT $5, tenant_id, true, $6, $9, $2, $2 FROM tenant RETURNING endpoint_id),
            secret AS (
              INSERT INTO endpoint_secrets (secret_id, endpoint_id, ciphertext, created_at) SELECT $7, endpoint_id, $8, $2 FROM endpoint)
            SELECT count(*) FROM tenant
            """)
            .With(tenant.TenantId).With(tenant.CreatedAt)
            .With(tenant.Key.Hash).With(tenant.Key.Prefix)
            .With(tenant.EndpointId.Value).With(tenant.TargetUrl)
            .With(Guid.CreateVersion7(tenant.CreatedAt)).With(tenant.SecretCiphertext).With((short)tenant.Signatures);
        return await command.ExecuteScalarAsync(cancellationToken) is 1L;
    }

    public async Task<TenantRecord?> FindAsync(string tenantId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            SELECT t.tenant_id, e.url, t.created_at, t.updated_at
            FROM tenants t JOIN endpoints e ON e.tenant_id = t.tenant_id AND e.is_default
            WHERE t.tenant_id = $1
            """).With(tenantId);
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>
    /// Changes what is not null; a new secret replaces every earlier one at once, and leaves only the signatures that it can make. Null when
    /// there is no such tenant.
    /// </summary>
    /// <param name="signatures">Bit flags of <see cref="Webhooks.Signing.SignatureProfile"/>.</param>
    public async Task<TenantRecord?> UpdateAsync(
        string tenantId, string? targetUrl, byte[]? secretCiphertext, int signatures, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = database.CreateCommand("""
            WITH tenant AS (
              UPDATE tenants SET updated_at = $2 WHERE tenant_id = $1 RETURNING tenant_id, created_at, updated_at),
            endpoint AS (
              UPDATE endpoints e SET url = coalesce($3, e.url), signatures = e.signatures & $6, updated_at = $2 FROM tenant t
              WHERE e.tenant_id = t.tenant_id AND e.is_default RETURNING e.endpoint_id, e.url),
            retired AS (
              DELETE FROM endpoint_secrets s USING endpoint e WHERE s.endpoint_id = e.endpoint_id AND $5::bytea IS NOT NULL),
            secret AS (
              INSERT INTO endpoint_secrets (secret_id, endpoint_id, ciphertext, created_at)
              SELECT $4, endpoint_id, $5, $2 FROM endpoint WHERE $5::bytea IS NOT NULL)
            SELECT t.tenant_id, e.url, t.created_at, t.updated_at FROM tenant t, endpoint e
            """)
            .With(tenantId).With(now).With(targetUrl).With(Guid.CreateVersion7(now)).With(secretCiphertext).With((short)signatures);
        return await ReadAsync(command, cancellationToken);
    }

    private static async Task<TenantRecord?> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? new TenantRecord(
                row.GetString(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2), row.GetFieldValue<DateTimeOffset>(3))
            : null;
    }
}

/// <param name="TargetUrl">The default endpoint's URL.</param>
public sealed record TenantRecord(string TenantId, string TargetUrl, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
