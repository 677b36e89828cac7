using Npgsql;
using NpgsqlTypes;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Endpoints;

/// <summary>Writes endpoints and their secrets. Every change notifies the processes that hold the configuration in memory.</summary>
public sealed class EndpointStore(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>The constraint that a tenant has no more than 500 endpoints: each event is matched against all of them.</summary>
    public const string PerTenant = "endpoints_per_tenant";

    /// <summary>The constraint that no more than three endpoints of a tenant have one URL.</summary>
    public const string PerUrl = "endpoints_per_url";

    private const string ByTheTenant = "by the tenant";

    /// <exception cref="PostgresException"><see cref="PerTenant"/> or <see cref="PerUrl"/> is broken.</exception>
    public async Task<EndpointRecord> CreateAsync(
        string tenantId, EndpointId id, EndpointSettings settings, byte[] secretCiphertext, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($$"""
            WITH endpoint AS (
              INSERT INTO endpoints (endpoint_id, tenant_id, url, description, event_filters, payload_format, signatures, retry_policy,
                max_attempts, timeout_ms, rate_limit, headers, is_operational, created_at, updated_at, state, state_reason)
              SELECT $1, $2, $3, $4, coalesce($5, ARRAY['*']), $6, coalesce($7, 7::smallint), $8, $9, $10, $11, coalesce($12, '{}'),
                coalesce($13, false), $14, $14, coalesce($17, '{{EndpointState.Active}}'), $18
              RETURNING *),
            secret AS (
              INSERT INTO endpoint_secrets (secret_id, endpoint_id, ciphertext, created_at) SELECT $15, endpoint_id, $16, $14 FROM endpoint)
            SELECT {{EndpointRow.Columns}} FROM endpoint AS endpoints
            """).With(id.Value).With(tenantId);
        var now = time.GetUtcNow();
        AddSettings(command, settings).With(now).With(Guid.CreateVersion7(now)).With(secretCiphertext).With(settings.State).With(ReasonOf(settings.State));
        return (await EndpointRow.ReadAsync(command, cancellationToken)).Single();
    }

    /// <summary>Changes what is not null and restores what is named, as <see cref="SetStateAsync"/> does where that is the state; null when the tenant has no such endpoint, or its headers are no longer those that the change was made of.</summary>
    /// <exception cref="PostgresException"><see cref="PerUrl"/> is broken.</exception>
    public async Task<EndpointRecord?> UpdateAsync(string tenantId, EndpointId id, EndpointSettings settings, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"""
            WITH endpoint AS (
              UPDATE endpoints SET url = coalesce($3, url), description = {OrNull("description", 4)}, event_filters = coalesce($5, event_filters),
                payload_format = CASE WHEN 'payload_format' <> ALL ($17) THEN coalesce($6, payload_format) WHEN NOT is_default THEN '{PayloadFormat.Envelope}' END,
                signatures = coalesce($7, signatures), retry_policy = {OrNull("retry_policy", 8)}, max_attempts = {OrNull("max_attempts", 9)},
                timeout_ms = {OrNull("timeout_ms", 10)}, rate_limit = {OrNull("rate_limit", 11)},
                headers = coalesce($12, headers), is_operational = coalesce($13, is_operational), updated_at = $14,
                state = coalesce($15, state), state_reason = CASE WHEN $15::text IS NULL THEN state_reason ELSE $16 END,
                failing_since = CASE WHEN $15::text IS NULL AND ($3::text IS NULL OR $3 = url) THEN failing_since END,
                settings_version = settings_version + CASE WHEN $15 = 'active' OR $3 <> url THEN 1 ELSE 0 END
              WHERE endpoint_id = $1 AND tenant_id = $2 AND ($12 IS NULL OR headers = $18::jsonb) RETURNING *),
            afresh AS (
              DELETE FROM circuits WHERE endpoint_id = $1
                AND EXISTS (SELECT FROM endpoint e JOIN endpoints before USING (endpoint_id) WHERE e.settings_version <> before.settings_version))
            SELECT {EndpointRow.Columns} FROM endpoint AS endpoints
            """).With(id.Value).With(tenantId);
        AddSettings(command, settings).With(time.GetUtcNow()).With(settings.State).With(ReasonOf(settings.State))
            .With(settings.Restored.ToArray()).With(settings.HeadersBefore);
        return await EndpointRow.ReadOneAsync(command, cancellationToken);
    }

    /// <summary>Makes workers forget what they have learnt of an endpoint, where one spares it.</summary>
    public async Task StartAfreshAsync(EndpointId id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"WITH {FreshStart.Of("SELECT $1::uuid")} SELECT count(*) FROM spared").With(id.Value);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Sets the state by hand, which ends the count of failures.</summary>
    public Task<EndpointRecord?> SetStateAsync(string tenantId, EndpointId id, string state, CancellationToken cancellationToken) =>
        UpdateAsync(tenantId, id, new EndpointSettings { State = state }, cancellationToken);

    public async Task<EndpointRecord?> FindAsync(string tenantId, EndpointId id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"SELECT {EndpointRow.Columns} FROM endpoints WHERE endpoint_id = $1 AND tenant_id = $2")
            .With(id.Value).With(tenantId);
        return await EndpointRow.ReadOneAsync(command, cancellationToken);
    }

    /// <summary>A tenant's endpoints after <paramref name="after"/>, oldest first.</summary>
    public async Task<IReadOnlyList<EndpointRecord>> ListAsync(string tenantId, Guid after, int limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"""
            SELECT {EndpointRow.Columns} FROM endpoints WHERE tenant_id = $1 AND endpoint_id > $2 ORDER BY endpoint_id LIMIT $3
            """).With(tenantId).With(after).With(limit);
        return await EndpointRow.ReadAsync(command, cancellationToken);
    }

    /// <summary>Deletes an endpoint; the default endpoint stays. False when there is no other such.</summary>
    public async Task<bool> DeleteAsync(string tenantId, EndpointId id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM endpoints WHERE endpoint_id = $1 AND tenant_id = $2 AND NOT is_default")
            .With(id.Value).With(tenantId);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    private static string? ReasonOf(string? state) => state is null or EndpointState.Active ? null : ByTheTenant;

    private static string OrNull(string column, int parameter) => $"CASE WHEN '{column}' <> ALL ($17) THEN coalesce(${parameter}, {column}) END";

    private static NpgsqlCommand AddSettings(NpgsqlCommand command, EndpointSettings settings)
    {
        command.With(settings.Url).With(settings.Description).With(settings.EventFilters).With(settings.PayloadFormat)
            .With((short?)settings.Signatures).With(settings.RetryPolicy).With(settings.MaxAttempts).With(settings.TimeoutMs).With(settings.RateLimit);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = (object?)settings.Headers ?? DBNull.Value });
        return command.With(settings.IsOperational);
    }
}
