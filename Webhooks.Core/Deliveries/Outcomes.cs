using Npgsql;

namespace Webhooks.Core.Deliveries;

/// <summary>Outcomes as columns for <c>unnest</c>: a statement for those that may be the first word of their delivery, one for the others, one round trip.</summary>
public static class Outcomes
{
    // Sorted, because two workers that touch the same endpoints in different orders would deadlock.
    private const string TouchWaiting = """
        INSERT INTO waiting_endpoints (endpoint_id, touched_at)
        SELECT u.endpoint_id, clock_timestamp() FROM unnest($1) AS u (endpoint_id) ORDER BY u.endpoint_id
        ON CONFLICT (endpoint_id) DO UPDATE SET touched_at = excluded.touched_at
        """;

    // Of deliveries that are there, and stay until this is committed.
    private const string InsertAttempts = """
        INSERT INTO attempts (event_id, ordinal, cycle, attempt, started_at, duration_ms, dns_ms, connect_ms, tls_ms,
          first_byte_ms, status_code, error_class, error, response, url)
        SELECT u.event_id, u.ordinal, u.cycle, u.attempt, u.started_at, u.duration_ms, u.dns_ms, u.connect_ms, u.tls_ms,
          u.first_byte_ms, u.status_code, u.error_class, u.error, u.response, u.url
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
          AS u (tenant_id, event_id, ordinal, cycle, attempt, started_at, duration_ms, dns_ms, connect_ms, tls_ms,
            first_byte_ms, status_code, error_class, error, response, url)
        CROSS JOIN LATERAL (SELECT FROM deliveries d WHERE d.tenant_id = u.tenant_id AND d.event_id = u.event_id AND d.ordinal = u.ordinal FOR KEY SHARE) d
        ON CONFLICT DO NOTHING
        """;

    /// <param name="batch">The round trip, which is one transaction.</param>
    /// <param name="outcomes">At least one; no delivery twice, in their order, of first messages or of later ones; all that are handed over under the same id.</param>
    /// <param name="ended">Rows of the outbox of which the last deliveries are among the outcomes.</param>
    public static void AddTo(NpgsqlBatch batch, IReadOnlyList<OutcomeRow> outcomes, Guid[] ended)
    {
        if (outcomes[0].IsPlanned)
        {
            FirstOutcomes.AddTo(batch, outcomes);
        }
        else
        {
            LaterOutcomes.AddTo(batch, outcomes);
        }

        List<OutcomeRow> attempted = [.. outcomes.Where(outcome => outcome is { Attempt: not null, IsWholeStory: false })];
        if (attempted.Count > 0)
        {
            batch.BatchCommands.Add(Attempts(attempted));
        }

        List<OutcomeRow> handedOver = [.. outcomes.Where(outcome => outcome.HandedOver is not null)];
        if (handedOver.Count > 0)
        {
            batch.BatchCommands.Add(Outbox.Insert(
                handedOver[0].HandedOver!.Value, handedOver.Select(outcome => (outcome.Delivery.Event.Value, outcome.TenantId)).Distinct()));
        }

        List<OutcomeRow> waiting = [.. outcomes.Where(outcome => outcome is { Status: DeliveryStatus.Parked, NextAttemptAt: null })];
        if (waiting.Count > 0)
        {
            batch.BatchCommands.Add(Command(TouchWaiting, Column([.. waiting.DistinctBy(row => row.Endpoint)], row => row.Endpoint)));
        }

        if (ended.Length > 0)
        {
            batch.BatchCommands.Add(Outbox.Delete(ended));
        }
    }

    internal static NpgsqlParameter<T[]> Column<T>(IReadOnlyList<OutcomeRow> rows, Func<OutcomeRow, T> value)
    {
        var column = new T[rows.Count];
        for (var i = 0; i < column.Length; i++)
        {
            column[i] = value(rows[i]);
        }

        return new NpgsqlParameter<T[]> { TypedValue = column };
    }

    internal static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<NpgsqlParameter> columns)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var column in columns)
        {
            command.Parameters.Add(column);
        }

        return command;
    }

    private static NpgsqlBatchCommand Attempts(IReadOnlyList<OutcomeRow> all) => Command(
        InsertAttempts,
        Column(all, row => row.TenantId),
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
}
