using Npgsql;
using NpgsqlTypes;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Endpoints;

/// <summary>Writes endpoints and their secrets. Every change notifies the processes that hold the configuration in memory.</summary>
public sealed class EndpointStore(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Endpoints of one tenant; each event is matched against all of them.</summary>
    public const int MaxPerTenant = 500;

    private const string Columns = """
        endpoint_id, url, description, is_default, event_filters, payload_format, signatures, retry_policy, max_attempts, timeout_ms,
        rate_limit, headers::text, state, state_reason, failing_since, created_at, updated_at
        """;

    /// <summary>Null when the tenant has as many endpoints as it may have.</summary>
    public async Task<EndpointRecord?> CreateAsync(
        string tenantId, EndpointId id, EndpointSettings settings, byte[] secretCiphertext, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($$"""
            WITH endpoint AS (
              INSERT INTO endpoints (endpoint_id, tenant_id, url, description, event_filters, payload_format, signatures, retry_policy,
                max_attempts, timeout_ms, rate_limit, headers, created_at, updated_at)
              SELECT $1, $2, $3, $4, coalesce($5, ARRAY['*']), $6, coalesce($7, 7::smallint), $8, $9, $10, $11, coalesce($12, '{}'), $13, $13
              WHERE (SELECT count(*) FROM endpoints WHERE tenant_id = $2) < $16
              RETURNING *),
            secret AS (
              INSERT INTO endpoint_secrets (secret_id, endpoint_id, ciphertext, created_at) SELECT $14, endpoint_id, $15, $13 FROM endpoint)
            SELECT {{Columns}} FROM endpoint
            """).With(id.Value).With(tenantId);
        var now = time.GetUtcNow();
        AddSettings(command, settings).With(now).With(Guid.CreateVersion7(now)).With(secretCiphertext).With((long)MaxPerTenant);
        return await ReadOneAsync(command, cancellationToken);
    }

    /// <summary>Changes what is not null; null when the tenant has no such endpoint.</summary>
    public async Task<EndpointRecord?> UpdateAsync(string tenantId, EndpointId id, EndpointSettings settings, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"""
            UPDATE endpoints SET url = coalesce($3, url), description = coalesce($4, description), event_filters = coalesce($5, event_filters),
              payload_format = coalesce($6, payload_format), signatures = coalesce($7, signatures), retry_policy = coalesce($8, retry_policy),
              max_attempts = coalesce($9, max_attempts), timeout_ms = coalesce($10, timeout_ms), rate_limit = coalesce($11, rate_limit),
              headers = coalesce($12, headers), updated_at = $13
            WHERE endpoint_id = $1 AND tenant_id = $2 RETURNING {Columns}
            """).With(id.Value).With(tenantId);
        AddSettings(command, settings).With(time.GetUtcNow());
        return await ReadOneAsync(command, cancellationToken);
    }

    /// <summary>Sets the state by hand, which ends the count of failures.</summary>
    public async Task<EndpointRecord?> SetStateAsync(string tenantId, EndpointId id, string state, string? reason, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"""
            UPDATE endpoints SET state = $3, state_reason = $4, failing_since = NULL, updated_at = $5
            WHERE endpoint_id = $1 AND tenant_id = $2 RETURNING {Columns}
            """).With(id.Value).With(tenantId).With(state).With(reason).With(time.GetUtcNow());
        return await ReadOneAsync(command, cancellationToken);
    }

    public async Task<EndpointRecord?> FindAsync(string tenantId, EndpointId id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"SELECT {Columns} FROM endpoints WHERE endpoint_id = $1 AND tenant_id = $2")
            .With(id.Value).With(tenantId);
        return await ReadOneAsync(command, cancellationToken);
    }

    /// <summary>A tenant's endpoints after <paramref name="after"/>, oldest first.</summary>
    public async Task<IReadOnlyList<EndpointRecord>> ListAsync(string tenantId, Guid after, int limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"""
            SELECT {Columns} FROM endpoints WHERE tenant_id = $1 AND endpoint_id > $2 ORDER BY endpoint_id LIMIT $3
            """).With(tenantId).With(after).With(limit);
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>Deletes an endpoint and cancels what it has not received; the default endpoint stays. False when there is no other such.</summary>
    public async Task<bool> DeleteAsync(string tenantId, EndpointId id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            WITH gone AS (
              DELETE FROM endpoints WHERE endpoint_id = $1 AND tenant_id = $2 AND NOT is_default RETURNING endpoint_id),
            open AS (
              UPDATE deliveries d SET status = 'cancelled', reason = 'endpoint deleted', cycle = cycle + 1, next_attempt_at = NULL
              FROM gone g
              WHERE d.tenant_id = $2 AND d.endpoint_id = g.endpoint_id AND d.status IN ('pending', 'in_progress', 'retrying', 'parked'))
            SELECT count(*) FROM gone
            """).With(id.Value).With(tenantId);
        return await command.ExecuteScalarAsync(cancellationToken) is 1L;
    }

    private static NpgsqlCommand AddSettings(NpgsqlCommand command, EndpointSettings settings)
    {
        command.With(settings.Url).With(settings.Description).With(settings.EventFilters).With(settings.PayloadFormat)
            .With((short?)settings.Signatures).With(settings.RetryPolicy).With(settings.MaxAttempts).With(settings.TimeoutMs).With(settings.RateLimit);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = (object?)settings.Headers ?? DBNull.Value });
        return command;
    }

    private static async Task<EndpointRecord?> ReadOneAsync(NpgsqlCommand command, CancellationToken cancellationToken) =>
        (await ReadAsync(command, cancellationToken)).SingleOrDefault();

    private static async Task<IReadOnlyList<EndpointRecord>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var endpoints = new List<EndpointRecord>();
        while (await row.ReadAsync(cancellationToken))
        {
            endpoints.Add(new EndpointRecord
            {
                Id = new EndpointId(row.GetGuid(0)),
                Url = row.GetString(1),
                Description = row.TextOrNull(2),
                IsDefault = row.GetBoolean(3),
                EventFilters = row.GetFieldValue<string[]>(4),
                PayloadFormat = row.TextOrNull(5),
                Signatures = row.GetInt16(6),
                RetryPolicy = row.TextOrNull(7),
                MaxAttempts = row.NumberOrNull(8),
                TimeoutMs = row.NumberOrNull(9),
                RateLimit = row.NumberOrNull(10),
                Headers = row.GetString(11),
                State = row.GetString(12),
                StateReason = row.TextOrNull(13),
                FailingSince = row.TimeOrNull(14),
                CreatedAt = row.GetFieldValue<DateTimeOffset>(15),
                UpdatedAt = row.GetFieldValue<DateTimeOffset>(16),
            });
        }

        return endpoints;
    }
}
