using Npgsql;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Security;

namespace Webhooks.Core.Tenants;

/// <summary>Reads tenants with their live keys, endpoints and secrets from the database.</summary>
public sealed class ConfigReader(NpgsqlDataSource database)
{
    private const string Sql = """
        SELECT tenant_id, created_at FROM tenants WHERE removed_at IS NULL AND ($1::text IS NULL OR tenant_id = $1);
        SELECT tenant_id, key_hash, key_id, prefix FROM api_keys
        WHERE tenant_id IS NOT NULL AND revoked_at IS NULL AND ($1::text IS NULL OR tenant_id = $1);
        SELECT s.endpoint_id, s.ciphertext, s.expires_at
        FROM endpoint_secrets s JOIN endpoints e USING (endpoint_id)
        WHERE (s.expires_at IS NULL OR s.expires_at > now()) AND ($1::text IS NULL OR e.tenant_id = $1)
        ORDER BY s.created_at DESC;
        SELECT endpoint_id, tenant_id, url, is_default, is_operational, event_filters, payload_format, signatures,
               retry_policy, max_attempts, timeout_ms, rate_limit, headers::text, state, state_reason, failing_since, settings_version
        FROM endpoints WHERE $1::text IS NULL OR tenant_id = $1 ORDER BY endpoint_id;
        SELECT tenant_id, name, CASE WHEN schema IS NOT NULL THEN schema_id END FROM event_types WHERE $1::text IS NULL OR tenant_id = $1
        """;

    public Task<IReadOnlyList<TenantConfig>> ReadAllAsync(CancellationToken cancellationToken) =>
        ReadTenantsAsync(null, cancellationToken);

    public async Task<TenantConfig?> ReadAsync(string tenantId, CancellationToken cancellationToken) =>
        (await ReadTenantsAsync(tenantId, cancellationToken)).SingleOrDefault();

    public async Task<IReadOnlyList<ConfiguredKey>> ReadAdminKeysAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT tenant_id, key_hash, key_id, prefix FROM api_keys WHERE tenant_id IS NULL AND revoked_at IS NULL");
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<ConfiguredKey>();
        while (await rows.ReadAsync(cancellationToken))
        {
            keys.Add(ReadKey(rows));
        }

        return keys;
    }

    private async Task<IReadOnlyList<TenantConfig>> ReadTenantsAsync(string? tenantId, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        foreach (var statement in Sql.Split(';'))
        {
            var command = new NpgsqlBatchCommand(statement);
            command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = tenantId });
            batch.BatchCommands.Add(command);
        }

        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        var tenants = new List<(string Id, DateTimeOffset Since)>();
        while (await rows.ReadAsync(cancellationToken))
        {
            tenants.Add((rows.GetString(0), rows.GetFieldValue<DateTimeOffset>(1)));
        }

        var keys = await GroupAsync(rows, r => r.GetString(0), ReadKey, cancellationToken);
        var secrets = await GroupAsync(rows, r => r.GetGuid(0), ReadSecret, cancellationToken);
        var endpoints = await GroupAsync(rows, r => r.GetString(1), r => ReadEndpoint(r, secrets), cancellationToken);
        var types = await GroupAsync(rows, r => r.GetString(0), ReadEventType, cancellationToken);
        return
        [
            .. tenants.Select(tenant => new TenantConfig(tenant.Id, endpoints.GetValueOrDefault(tenant.Id, []), keys.GetValueOrDefault(tenant.Id, []))
            {
                Since = tenant.Since,
                EventTypes = types.GetValueOrDefault(tenant.Id)?.ToDictionary(StringComparer.Ordinal),
            }),
        ];
    }

    private static async Task<Dictionary<TKey, List<T>>> GroupAsync<TKey, T>(
        NpgsqlDataReader rows, Func<NpgsqlDataReader, TKey> key, Func<NpgsqlDataReader, T> value, CancellationToken cancellationToken)
        where TKey : notnull
    {
        await rows.NextResultAsync(cancellationToken);
        var groups = new Dictionary<TKey, List<T>>();
        while (await rows.ReadAsync(cancellationToken))
        {
            if (!groups.TryGetValue(key(rows), out var group))
            {
                groups.Add(key(rows), group = []);
            }

            group.Add(value(rows));
        }

        return groups;
    }

    private static ConfiguredKey ReadKey(NpgsqlDataReader row) =>
        new(ApiKeyHash.From(row.GetFieldValue<byte[]>(1)), row.GetGuid(2), row.GetString(3));

    private static KeyValuePair<string, Guid?> ReadEventType(NpgsqlDataReader row) =>
        KeyValuePair.Create(row.GetString(1), row.IsDBNull(2) ? (Guid?)null : row.GetGuid(2));

    private static EndpointSecret ReadSecret(NpgsqlDataReader row) =>
        new(row.GetFieldValue<byte[]>(1), row.IsDBNull(2) ? null : row.GetFieldValue<DateTimeOffset>(2));

    private static EndpointConfig ReadEndpoint(NpgsqlDataReader row, Dictionary<Guid, List<EndpointSecret>> secrets) => new()
    {
        Id = new EndpointId(row.GetGuid(0)),
        TenantId = row.GetString(1),
        Url = EndpointUrl.Parse(row.GetString(2)),
        IsDefault = row.GetBoolean(3),
        IsOperational = row.GetBoolean(4),
        Filter = new EventFilter(row.GetFieldValue<string[]>(5)),
        PayloadFormat = Text(row, 6),
        Signatures = row.GetInt16(7),
        RetryPolicy = Text(row, 8),
        MaxAttempts = Number(row, 9),
        Timeout = Number(row, 10) is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
        RateLimit = row.IsDBNull(11) ? null : row.GetDouble(11),
        Headers = SealedHeaders.Read(row.GetString(12)),
        State = row.GetString(13),
        StateReason = Text(row, 14),
        FailingSince = row.IsDBNull(15) ? null : row.GetFieldValue<DateTimeOffset>(15),
        SettingsVersion = row.GetInt32(16),
        Secrets = secrets.GetValueOrDefault(row.GetGuid(0), []),
    };

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static int? Number(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);
}
