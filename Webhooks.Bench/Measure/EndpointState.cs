using Npgsql;

namespace Webhooks.Bench.Measure;

/// <summary>Where the deliveries of a tenant with one endpoint are, as PostgreSQL has it.</summary>
/// <param name="Deliveries">By status and, of those that are parked, by reason.</param>
/// <param name="Attempts">All that were made and recorded.</param>
/// <param name="DeadLetters">Those that are there now.</param>
internal sealed record EndpointState(IReadOnlyDictionary<string, long> Deliveries, long Attempts, long DeadLetters)
{
    public const string Delivered = "delivered";

    private const string Made = """
        SELECT (SELECT count(*) FROM attempts JOIN deliveries USING (event_id, ordinal) WHERE tenant_id = $1)
          + (SELECT count(*) FROM deliveries WHERE tenant_id = $1 AND duration_ms IS NOT NULL)
        """;

    // What is planned and has no row is pending.
    private const string All = """
        (SELECT coalesce(d.status, 'pending') AS status, d.reason
         FROM events e CROSS JOIN LATERAL unnest(e.endpoint_ids) WITH ORDINALITY AS p (endpoint_id, n)
         LEFT JOIN deliveries d ON d.tenant_id = e.tenant_id AND d.event_id = e.event_id AND d.ordinal = p.n - 1
         WHERE e.tenant_id = $1 AND p.endpoint_id IS NOT NULL) d
        """;

    public static async Task<EndpointState> ReadAsync(NpgsqlDataSource database, string tenant, CancellationToken cancellationToken)
    {
        var deliveries = new SortedDictionary<string, long>(StringComparer.Ordinal);
        await using (var command = database.CreateCommand(
            $"SELECT status || coalesce(': ' || reason, ''), count(*) FROM {All} GROUP BY 1"))
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                deliveries[rows.GetString(0)] = rows.GetInt64(1);
            }
        }

        return new EndpointState(
            deliveries,
            await CountAsync(database, Made, tenant, cancellationToken),
            await CountAsync(database, "SELECT count(*) FROM dead_letters WHERE tenant_id = $1", tenant, cancellationToken));
    }

    /// <summary>Deliveries that the platform is not done with.</summary>
    public static Task<long> CountOpenAsync(NpgsqlDataSource database, string tenant, CancellationToken cancellationToken) =>
        CountAsync(
            database,
            $"SELECT count(*) FROM {All} WHERE status IN ('pending', 'in_progress', 'retrying', 'parked')",
            tenant,
            cancellationToken);

    public EndpointState Since(EndpointState earlier) => new(
        Deliveries
            .Select(entry => KeyValuePair.Create(entry.Key, entry.Value - earlier.Deliveries.GetValueOrDefault(entry.Key)))
            .Where(entry => entry.Value != 0)
            .ToDictionary(StringComparer.Ordinal),
        Attempts - earlier.Attempts,
        DeadLetters);

    private static async Task<long> CountAsync(NpgsqlDataSource database, string sql, string tenant, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
