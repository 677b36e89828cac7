using Npgsql;

namespace Webhooks.Core.Deliveries;

/// <summary>Outcomes as columns for <c>unnest</c>: one statement for the rows, one for the attempts, one round trip.</summary>
public static class Outcomes
{
    /// <summary>The outcome is the row's new state; of any other, the row only counts the attempt.</summary>
    private static readonly string Takes =
        $"(u.status = '{DeliveryStatus.Delivered}' OR (d.cycle = u.cycle AND d.status IN ({Transitions.Settle.FromSql})))";

    // Three ways: the row is where the message left it; it was withdrawn meanwhile; it has moved on, and the answer was a 2xx.
    private static readonly string UpdateDeliveries = $"""
        UPDATE deliveries d SET
          status = CASE WHEN {Takes} THEN u.status ELSE d.status END,
          reason = CASE WHEN {Takes} THEN u.reason ELSE d.reason END,
          next_attempt_at = CASE WHEN {Takes} THEN u.next_attempt_at ELSE d.next_attempt_at END,
          stream_seq = CASE WHEN {Takes} THEN u.stream_seq ELSE d.stream_seq END,
          batch_id = CASE WHEN {Takes} THEN coalesce(u.handed_over, d.batch_id) ELSE d.batch_id END,
          attempts = GREATEST(d.attempts, u.attempt),
          last_status_code = CASE WHEN u.attempt > 0 THEN u.status_code ELSE d.last_status_code END,
          error = CASE WHEN u.attempt > 0 THEN u.error ELSE d.error END,
          last_attempt_at = coalesce(u.attempted_at, d.last_attempt_at)
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
          AS u (event_id, ordinal, cycle, status, reason, attempt, status_code, error, attempted_at, next_attempt_at, stream_seq, handed_over)
        WHERE d.event_id = u.event_id AND d.ordinal = u.ordinal AND d.cycle >= u.cycle
          AND ((d.cycle = u.cycle AND d.status IN ({Transitions.Settle.FromSql}))
            OR (d.cycle = u.cycle AND d.status = '{DeliveryStatus.Cancelled}' AND u.attempt > 0)
            OR (u.status = '{DeliveryStatus.Delivered}' AND d.status IN ({Transitions.Arrive.FromSql})))
        """;

    // Sorted, because two workers that touch the same endpoints in different orders would deadlock.
    private const string TouchWaiting = """
        INSERT INTO waiting_endpoints (endpoint_id, touched_at)
        SELECT u.endpoint_id, clock_timestamp() FROM unnest($1) AS u (endpoint_id) ORDER BY u.endpoint_id
        ON CONFLICT (endpoint_id) DO UPDATE SET touched_at = excluded.touched_at
        """;

    private const string InsertAttempts = """
        INSERT INTO attempts (event_id, ordinal, cycle, attempt, started_at, duration_ms, dns_ms, connect_ms, tls_ms,
          first_byte_ms, status_code, error_class, error, response, url)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        ON CONFLICT DO NOTHING
        """;

    public static void AddTo(NpgsqlBatch batch, IReadOnlyList<OutcomeRow> outcomes)
    {
        batch.BatchCommands.Add(Deliveries(outcomes));
        List<OutcomeRow> attempted = [.. outcomes.Where(outcome => outcome.Attempt is not null)];
        if (attempted.Count > 0)
        {
            batch.BatchCommands.Add(Attempts(attempted));
        }

        foreach (var handedOver in outcomes.Where(outcome => outcome.HandedOver is not null).GroupBy(outcome => outcome.HandedOver!.Value))
        {
            batch.BatchCommands.Add(Outbox.Insert(handedOver.Key, [.. handedOver.Select(outcome => outcome.Delivery.Event.Value).Distinct()]));
        }

        List<OutcomeRow> waiting = [.. outcomes.Where(outcome => outcome is { Status: DeliveryStatus.Parked, NextAttemptAt: null })];
        if (waiting.Count > 0)
        {
            batch.BatchCommands.Add(Command(TouchWaiting, Column([.. waiting.DistinctBy(row => row.Endpoint)], row => row.Endpoint)));
        }
    }

    private static NpgsqlBatchCommand Deliveries(IReadOnlyList<OutcomeRow> all) => Command(
        UpdateDeliveries,
        Column(all, row => row.Delivery.Event.Value),
        Column(all, row => row.Delivery.Ordinal),
        Column(all, row => row.Cycle),
        Column(all, row => row.Status),
        Column(all, row => row.Reason),
        Column(all, row => row.Attempt?.Number ?? 0),
        Column(all, row => row.Attempt?.StatusCode),
        Column(all, row => row.Attempt?.Error),
        Column(all, row => row.Attempt?.StartedAt),
        Column(all, row => row.NextAttemptAt),
        Column(all, row => row.StreamSequence),
        Column(all, row => row.HandedOver));

    private static NpgsqlBatchCommand Attempts(IReadOnlyList<OutcomeRow> all) => Command(
        InsertAttempts,
        Column(all, row => row.Delivery.Event.Value),
        Column(all, row => row.Delivery.Ordinal),
        Column(all, row => row.Cycle),
        Column(all, row => row.Attempt!.Number),
        Column(all, row => row.Attempt!.StartedAt),
        Column(all, row => row.Attempt!.DurationMs),
        Column(all, row => row.Attempt!.DnsMs),
        Column(all, row => row.Attempt!.ConnectMs),
        Column(all, row => row.Attempt!.TlsMs),
        Column(all, row => row.Attempt!.FirstByteMs),
        Column(all, row => row.Attempt!.StatusCode),
        Column(all, row => row.Attempt!.ErrorClass),
        Column(all, row => row.Attempt!.Error ?? row.Attempt.Note),
        Column(all, row => row.Attempt!.Response),
        Column(all, row => row.Attempt!.Url));

    private static NpgsqlParameter<T[]> Column<T>(IReadOnlyList<OutcomeRow> rows, Func<OutcomeRow, T> value)
    {
        var column = new T[rows.Count];
        for (var i = 0; i < column.Length; i++)
        {
            column[i] = value(rows[i]);
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
