using Npgsql;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Tenants;

/// <summary>
/// Writes tenants and their default endpoints, whose URL is the tenant's <c>target_url</c>. Every change notifies
/// the processes that hold the configuration in memory.
/// </summary>
public sealed class TenantStore(NpgsqlDataSource database, TimeProvider time)
{
    private const string Shown = """
        SELECT t.tenant_id, e.url, t.created_at, t.updated_at, t.removed_at
        FROM tenants t LEFT JOIN endpoints e ON e.tenant_id = t.tenant_id AND e.is_default
        """;

    /// <summary>Creates the tenant, its first key and its default endpoint in one transaction; false when it exists.</summary>
    public async Task<bool> CreateAsync(NewTenant tenant, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            WITH tenant AS (
              INSERT INTO tenants (tenant_id, created_at, updated_at) VALUES ($1, $2, $2) ON CONFLICT DO NOTHING RETURNING tenant_id),
            key AS (
              INSERT INTO api_keys (key_hash, prefix, tenant_id, created_at, key_id) SELECT $3, $4, tenant_id, $2, $9 FROM tenant),
            endpoint AS (
              INSERT INTO endpoints (endpoint_id, tenant_id, is_default, url, signatures, created_at, updated_at)
              SELECT $5, tenant_id, true, $6, $10, $2, $2 FROM tenant WHERE $5::uuid IS NOT NULL RETURNING endpoint_id),
            secret AS (
              INSERT INTO endpoint_secrets (secret_id, endpoint_id, ciphertext, created_at) SELECT $7, endpoint_id, $8, $2 FROM endpoint)
            SELECT count(*) FROM tenant
            """)
            .With(tenant.TenantId).With(tenant.CreatedAt)
            .With(tenant.Key.Hash).With(tenant.Key.Prefix)
            .With(tenant.Endpoint?.Id.Value).With(tenant.Endpoint?.Url)
            .With(Guid.CreateVersion7(tenant.CreatedAt)).With(tenant.Endpoint?.SecretCiphertext)
            .With(Guid.CreateVersion7(tenant.CreatedAt)).With((short?)tenant.Endpoint?.Signatures);
        return await command.ExecuteScalarAsync(cancellationToken) is 1L;
    }

    /// <summary>Also one that is being removed.</summary>
    public async Task<TenantRecord?> FindAsync(string tenantId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"{Shown} WHERE t.tenant_id = $1").With(tenantId);
        return (await ReadAsync(command, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Tenants after <paramref name="after"/> by id, those being removed included.</summary>
    public async Task<IReadOnlyList<TenantRecord>> ListAsync(string after, int limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"{Shown} WHERE t.tenant_id > $1 ORDER BY t.tenant_id LIMIT $2").With(after).With(limit);
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>
    /// Changes what is not null of the default endpoint; a new secret replaces every earlier one at once, and leaves only the signatures that it
    /// can make.
    /// Null when there is no such tenant, or its default endpoint is another one by now: the secret is encrypted for this one.
    /// </summary>
    /// <param name="signatures">Bit flags of <see cref="Webhooks.Signing.SignatureProfile"/>.</param>
    public async Task<TenantRecord?> UpdateAsync(
        string tenantId, EndpointId endpointId, string? targetUrl, byte[]? secretCiphertext, int signatures, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = database.CreateCommand("""
            WITH endpoint AS (
              UPDATE endpoints e SET url = coalesce($3, e.url), signatures = e.signatures & $7, updated_at = $2,
                settings_version = e.settings_version + CASE WHEN $3 <> e.url THEN 1 ELSE 0 END
              FROM tenants t
              WHERE t.tenant_id = $1 AND t.removed_at IS NULL AND e.tenant_id = t.tenant_id AND e.is_default AND e.endpoint_id = $6
              RETURNING e.endpoint_id, e.url),
            tenant AS (
              UPDATE tenants SET updated_at = $2 WHERE tenant_id = $1 AND EXISTS (SELECT 1 FROM endpoint)
              RETURNING tenant_id, created_at, updated_at),
            retired AS (
              DELETE FROM endpoint_secrets s USING endpoint e WHERE s.endpoint_id = e.endpoint_id AND $5::bytea IS NOT NULL),
            secret AS (
              INSERT INTO endpoint_secrets (secret_id, endpoint_id, ciphertext, created_at)
              SELECT $4, endpoint_id, $5, $2 FROM endpoint WHERE $5::bytea IS NOT NULL)
            SELECT t.tenant_id, e.url, t.created_at, t.updated_at, NULL::timestamptz FROM tenant t, endpoint e
            """)
            .With(tenantId).With(now).With(targetUrl).With(Guid.CreateVersion7(now)).With(secretCiphertext)
            .With(endpointId.Value).With((short)signatures);
        return (await ReadAsync(command, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Aims a local tenant at the demo receiver's present port, unless it was given another target.</summary>
    public async Task FollowReceiverAsync(string tenantId, string targetUrl, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            UPDATE endpoints SET url = $2, updated_at = $3, settings_version = settings_version + 1
            WHERE tenant_id = $1 AND is_default AND url <> $2 AND url ~ ('^http://localhost:[0-9]+/' || $1 || '/webhook$')
            """).With(tenantId).With(targetUrl).With(time.GetUtcNow());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Gives a tenant without one its default endpoint; null when there is no such tenant, or it has one.</summary>
    public async Task<TenantRecord?> AddDefaultAsync(string tenantId, DefaultEndpoint endpoint, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = database.CreateCommand("""
            WITH endpoint AS (
              INSERT INTO endpoints (endpoint_id, tenant_id, is_default, url, signatures, created_at, updated_at)
              SELECT $3, tenant_id, true, $4, $7, $2, $2 FROM tenants WHERE tenant_id = $1 AND removed_at IS NULL
              ON CONFLICT DO NOTHING RETURNING endpoint_id, url),
            secret AS (
              INSERT INTO endpoint_secrets (secret_id, endpoint_id, ciphertext, created_at) SELECT $5, endpoint_id, $6, $2 FROM endpoint),
            tenant AS (
              UPDATE tenants SET updated_at = $2 WHERE tenant_id = $1 AND EXISTS (SELECT 1 FROM endpoint) RETURNING *)
            SELECT t.tenant_id, e.url, t.created_at, t.updated_at, t.removed_at FROM tenant t, endpoint e
            """)
            .With(tenantId).With(now).With(endpoint.Id.Value).With(endpoint.Url).With(Guid.CreateVersion7(now)).With(endpoint.SecretCiphertext)
            .With((short)endpoint.Signatures);
        return (await ReadAsync(command, cancellationToken)).SingleOrDefault();
    }

    /// <summary>
    /// Makes the default endpoint an ordinary one that is disabled, which can then be deleted like every other. Returns its id, or null
    /// when the tenant has none.
    /// </summary>
    public async Task<Guid?> ReleaseDefaultAsync(string tenantId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            WITH tenant AS (UPDATE tenants SET updated_at = $2 WHERE tenant_id = $1 AND removed_at IS NULL RETURNING tenant_id)
            UPDATE endpoints e SET is_default = false, state = 'disabled', state_reason = 'target_url was removed', updated_at = $2
            FROM tenant t WHERE e.tenant_id = t.tenant_id AND e.is_default RETURNING e.endpoint_id
            """).With(tenantId).With(time.GetUtcNow());
        return await command.ExecuteScalarAsync(cancellationToken) as Guid?;
    }

    private static async Task<IReadOnlyList<TenantRecord>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var tenants = new List<TenantRecord>();
        while (await row.ReadAsync(cancellationToken))
        {
            tenants.Add(new TenantRecord(
                row.GetString(0), row.TextOrNull(1), row.GetFieldValue<DateTimeOffset>(2), row.GetFieldValue<DateTimeOffset>(3), row.TimeOrNull(4)));
        }

        return tenants;
    }
}

/// <param name="TargetUrl">The default endpoint's URL; null when there is none.</param>
/// <param name="RemovedAt">Since when it is being removed; null when it is not.</param>
public sealed record TenantRecord(string TenantId, string? TargetUrl, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? RemovedAt);
