using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Endpoints;

/// <summary>Reads what is stored of an endpoint.</summary>
internal static class EndpointRow
{
    /// <summary>Columns for <see cref="ReadAsync"/>, of <c>endpoints</c> or what goes by that name.</summary>
    public const string Columns = """
        endpoint_id, url, description, is_default, is_operational, event_filters, payload_format, signatures, retry_policy, max_attempts,
        timeout_ms, rate_limit, headers::text, state, state_reason, failing_since, created_at, updated_at,
        (SELECT max(c.open_until) FROM circuits c JOIN workers w USING (worker_id) WHERE c.endpoint_id = endpoints.endpoint_id),
        (SELECT sum(c.rate) FROM circuits c JOIN workers w USING (worker_id) WHERE c.endpoint_id = endpoints.endpoint_id),
        (SELECT max(c.slowed_after) FROM circuits c JOIN workers w USING (worker_id) WHERE c.endpoint_id = endpoints.endpoint_id),
        (SELECT max(c.held_until) FROM circuits c JOIN workers w USING (worker_id) WHERE c.endpoint_id = endpoints.endpoint_id AND c.held_until > now()),
        now()
        """;

    public static async Task<IReadOnlyList<EndpointRecord>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var endpoints = new List<EndpointRecord>();
        while (await row.ReadAsync(cancellationToken))
        {
            endpoints.Add(Read(row));
        }

        return endpoints;
    }

    public static async Task<EndpointRecord?> ReadOneAsync(NpgsqlCommand command, CancellationToken cancellationToken) =>
        (await ReadAsync(command, cancellationToken)).SingleOrDefault();

    private static EndpointRecord Read(NpgsqlDataReader row) => new()
    {
        Id = new EndpointId(row.GetGuid(0)),
        Url = row.GetString(1),
        Description = row.TextOrNull(2),
        IsDefault = row.GetBoolean(3),
        IsOperational = row.GetBoolean(4),
        EventFilters = row.GetFieldValue<string[]>(5),
        PayloadFormat = row.TextOrNull(6),
        Signatures = row.GetInt16(7),
        RetryPolicy = row.TextOrNull(8),
        MaxAttempts = row.NumberOrNull(9),
        TimeoutMs = row.NumberOrNull(10),
        RateLimit = row.IsDBNull(11) ? null : row.GetDouble(11),
        Headers = row.GetString(12),
        State = row.GetString(13),
        StateReason = row.TextOrNull(14),
        FailingSince = row.TimeOrNull(15),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(16),
        UpdatedAt = row.GetFieldValue<DateTimeOffset>(17),
        CircuitOpenUntil = row.TimeOrNull(18),
        IsCircuitOpen = row.TimeOrNull(18) > row.TimeOrNull(22),
        SlowedRate = row.IsDBNull(19) ? null : row.GetFloat(19),
        SlowedAfter = row.NumberOrNull(20),
        HeldUntil = row.TimeOrNull(21),
    };
}
