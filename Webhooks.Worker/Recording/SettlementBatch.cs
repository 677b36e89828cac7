using Npgsql;
using Webhooks.Core.Retries;

namespace Webhooks.Worker.Recording;

/// <summary>Settlements as columns for <c>unnest</c>: one statement for the rows, one for the attempts, one round trip.</summary>
internal static class SettlementBatch
{
    // A row that is settled already, or has moved on to another cycle, stays as it is; the attempt is kept all the same.
    private const string UpdateDeliveries = """
        UPDATE deliveries d SET
          status = u.status, reason = u.reason, next_attempt_at = u.next_attempt_at, stream_seq = u.stream_seq,
          attempts = GREATEST(d.attempts, u.attempt),
          last_status_code = CASE WHEN u.attempt > 0 THEN u.status_code ELSE d.last_status_code END,
          error = CASE WHEN u.attempt > 0 THEN u.error ELSE d.error END,
          last_attempt_at = coalesce(u.attempted_at, d.last_attempt_at)
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
          AS u (event_id, ordinal, cycle, status, reason, attempt, status_code, error, attempted_at, next_attempt_at, stream_seq)
        WHERE d.event_id = u.event_id AND d.ordinal = u.ordinal AND d.cycle = u.cycle
          AND d.status IN ('pending', 'in_progress', 'retrying')
        """;

    private const string InsertAttempts = """
        INSERT INTO attempts (event_id, ordinal, cycle, attempt, started_at, duration_ms, dns_ms, connect_ms, tls_ms,
          first_byte_ms, status_code, error_class, error, response)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        ON CONFLICT DO NOTHING
        """;

    public static void AddCommands(NpgsqlBatch batch, IReadOnlyList<Settlement> settlements)
    {
        batch.BatchCommands.Add(Deliveries(settlements));
        var attempts = settlements.Where(settlement => settlement.Attempt is not null).ToList();
        if (attempts.Count > 0)
        {
            batch.BatchCommands.Add(Attempts(attempts));
        }
    }

    private static NpgsqlBatchCommand Deliveries(IReadOnlyList<Settlement> all) => Command(
        UpdateDeliveries,
        Column(all, s => s.Job.Delivery.Header.EventId),
        Column(all, s => s.Job.Delivery.Header.Ordinal),
        Column(all, s => s.Job.Delivery.Header.Cycle),
        Column(all, s => s.Status),
        Column(all, s => s.Reason),
        Column(all, s => s.Attempt is null ? 0 : s.Job.Attempt),
        Column(all, s => StatusCode(s)),
        Column(all, s => s.Attempt?.Error),
        Column(all, s => s.Attempt?.StartedAt),
        Column(all, s => s.NextAttemptAt),
        Column(all, s => s.Answer == StreamAnswer.Terminate ? (long?)s.Job.StreamSequence : null));

    private static NpgsqlBatchCommand Attempts(IReadOnlyList<Settlement> all) => Command(
        InsertAttempts,
        Column(all, s => s.Job.Delivery.Header.EventId),
        Column(all, s => s.Job.Delivery.Header.Ordinal),
        Column(all, s => s.Job.Delivery.Header.Cycle),
        Column(all, s => s.Job.Attempt),
        Column(all, s => s.Attempt!.StartedAt),
        Column(all, s => (float)s.Attempt!.Duration.TotalMilliseconds),
        Column(all, s => (float?)s.Attempt!.Phases?.DnsMs),
        Column(all, s => (float?)s.Attempt!.Phases?.ConnectMs),
        Column(all, s => (float?)s.Attempt!.Phases?.TlsMs),
        Column(all, s => (float?)s.Attempt!.FirstByteMs),
        Column(all, s => StatusCode(s)),
        Column(all, s => s.Attempt!.Outcome.Error is var error and not AttemptError.None ? error.ToString() : null),
        Column(all, s => s.Attempt!.Error),
        Column(all, s => s.Attempt!.Response));

    private static int? StatusCode(Settlement settlement) =>
        settlement.Attempt is { Outcome.StatusCode: > 0 and var code } ? code : null;

    private static NpgsqlParameter<T[]> Column<T>(IReadOnlyList<Settlement> settlements, Func<Settlement, T> value)
    {
        var column = new T[settlements.Count];
        for (var i = 0; i < column.Length; i++)
        {
            column[i] = value(settlements[i]);
        }

        return new NpgsqlParameter<T[]> { TypedValue = column };
    }

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<NpgsqlParameter> columns)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var column in columns)
        {
            command.Parameters.Add(column);
        }

        return command;
    }
}
