using Npgsql;
using Webhooks.Core.Deliveries;

namespace Webhooks.Tests.Support;

internal sealed record DeliveryRecord(
    string Status, string? Reason, int Cycle, int Attempts, int? LastStatusCode, string? Error, DateTimeOffset? LastAttemptAt,
    DateTimeOffset? NextAttemptAt, DateTimeOffset? DeadLetteredAt, long? StreamSeq);

internal sealed record AttemptRecord(
    int Attempt, int Cycle, DateTimeOffset StartedAt, double DurationMs, int? StatusCode, string? ErrorClass, string? Error, string? Response);

internal sealed record DeadLetterRecord(string FailureReason, int Attempts, string EndpointUrl, byte[] Payload, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>What the database says.</summary>
internal static class Rows
{
    /// <summary>Every delivery, also those that are planned and have no row.</summary>
    public static readonly string Deliveries = $"(SELECT d.* FROM events e CROSS JOIN LATERAL ({Plan.Deliveries}) d)";

    /// <summary>Every attempt, also those that stand in the rows of their deliveries.</summary>
    public const string Attempts = """
        (SELECT event_id, ordinal, attempt, cycle, started_at, duration_ms, status_code, error_class, error, response FROM attempts
         UNION ALL
         SELECT event_id, ordinal, 1, 1, last_attempt_at, duration_ms, last_status_code, NULL, note, response FROM deliveries WHERE duration_ms IS NOT NULL)
        """;

    /// <summary>Gives every planned delivery a row.</summary>
    public const string Make = """
        INSERT INTO deliveries (tenant_id, event_id, ordinal, endpoint_id, status)
        SELECT e.tenant_id, e.event_id, p.n - 1, p.endpoint_id, 'pending' FROM events e CROSS JOIN LATERAL unnest(e.endpoint_ids) WITH ORDINALITY AS p (endpoint_id, n)
        WHERE p.endpoint_id IS NOT NULL ON CONFLICT DO NOTHING;

        """;

    /// <summary>What the stream has to be given.</summary>
    public const string Unpublished = "SELECT count(*) FROM outbox WHERE published_at IS NULL";

    /// <summary>Of an event with one delivery.</summary>
    public static async Task<DeliveryRecord> DeliveryAsync(this NpgsqlDataSource database, Guid eventId) =>
        (await database.ReadAsync(
            $"""
            SELECT status, reason, cycle, attempts, last_status_code, error, last_attempt_at, next_attempt_at, dead_lettered_at, stream_seq
            FROM {Deliveries} d WHERE event_id = $1
            """,
            row => new DeliveryRecord(
                row.GetString(0), Text(row, 1), row.GetInt32(2), row.GetInt32(3), Number(row, 4), Text(row, 5), Time(row, 6), Time(row, 7), Time(row, 8),
                row.IsDBNull(9) ? null : row.GetInt64(9)),
            eventId)).Single();

    public static Task<List<AttemptRecord>> AttemptsAsync(this NpgsqlDataSource database, Guid eventId) => database.ReadAsync(
        $"SELECT attempt, cycle, started_at, duration_ms, status_code, error_class, error, response FROM {Attempts} a WHERE event_id = $1 ORDER BY started_at",
        row => new AttemptRecord(
            row.GetInt32(0), row.GetInt32(1), row.GetFieldValue<DateTimeOffset>(2), row.GetFloat(3), Number(row, 4), Text(row, 5), Text(row, 6), Text(row, 7)),
        eventId);

    public static Task<List<DeadLetterRecord>> DeadLettersAsync(this NpgsqlDataSource database, Guid eventId) => database.ReadAsync(
        "SELECT failure_reason, attempts, endpoint_url, payload, created_at, expires_at FROM dead_letters WHERE event_id = $1",
        row => new DeadLetterRecord(
            row.GetString(0), row.GetInt32(1), row.GetString(2), row.GetFieldValue<byte[]>(3), row.GetFieldValue<DateTimeOffset>(4), row.GetFieldValue<DateTimeOffset>(5)),
        eventId);

    public static async Task<long> CountAsync(this NpgsqlDataSource database, string sql, params object[] parameters) =>
        (await database.ReadAsync(sql, row => row.GetInt64(0), parameters)).Single();

    public static async Task ExecuteAsync(this NpgsqlDataSource database, string sql, params object[] parameters)
    {
        await using var command = Command(database, sql, parameters);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<List<T>> ReadAsync<T>(this NpgsqlDataSource database, string sql, Func<NpgsqlDataReader, T> read, params object[] parameters)
    {
        await using var command = Command(database, sql, parameters);
        await using var row = await command.ExecuteReaderAsync();
        var all = new List<T>();
        while (await row.ReadAsync())
        {
            all.Add(read(row));
        }

        return all;
    }

    private static NpgsqlCommand Command(NpgsqlDataSource database, string sql, object[] parameters)
    {
        var command = database.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        return command;
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static int? Number(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    private static DateTimeOffset? Time(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
