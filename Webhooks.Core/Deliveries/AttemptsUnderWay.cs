using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>Shows the attempts that take long as under way, and those of what was withdrawn meanwhile.</summary>
public sealed class AttemptsUnderWay(NpgsqlDataSource database)
{
    /// <summary>Ends the reason of what was withdrawn during an attempt, until the outcome of that is written.</summary>
    internal const string Note = ", during an attempt";

    /// <summary>SQL: row <c>d</c> was withdrawn, and an outcome may still come. That of a worker that has ended never does, and no attempt takes as long as this.</summary>
    internal static readonly string IsAwaited =
        $"(d.status = {Transitions.Cancel.ToSql} AND d.reason LIKE '%{Note}' AND d.last_attempt_at > now() - interval '1 minute')";

    private static readonly string Mark = $"""
        UPDATE deliveries d SET status = {Transitions.Begin.ToSql}, stream_seq = u.stream_seq
        FROM unnest($1, $2, $3, $4, $5, $6) AS u (tenant_id, event_id, ordinal, cycle, attempt, stream_seq)
        WHERE d.tenant_id = u.tenant_id AND d.event_id = u.event_id AND d.ordinal = u.ordinal AND d.cycle = u.cycle
          AND d.attempts < u.attempt AND d.status IN ({Transitions.Begin.FromSql})
        """;

    private static readonly string MarkWithdrawn = $"""
        UPDATE deliveries d SET reason = d.reason || '{Note}', last_attempt_at = now()
        FROM unnest($1, $2, $3, $4, $5) AS u (tenant_id, event_id, ordinal, cycle, attempt)
        WHERE d.tenant_id = u.tenant_id AND d.event_id = u.event_id AND d.ordinal = u.ordinal AND d.cycle = u.cycle
          AND d.attempts < u.attempt AND d.status = {Transitions.Cancel.ToSql} AND d.reason NOT LIKE '%{Note}'
        """;

    private static readonly string MarkPlanned = $"""
        INSERT INTO deliveries (tenant_id, event_id, ordinal, endpoint_id, status)
        SELECT e.tenant_id, e.event_id, u.ordinal, e.endpoint_ids[u.ordinal + 1], {Transitions.Begin.ToSql}
        FROM (SELECT * FROM unnest($1, $2, $3) AS u (tenant_id, event_id, ordinal) ORDER BY event_id, ordinal) u
        CROSS JOIN LATERAL {Holding.SharedEvent("u")} e
        WHERE e.endpoint_ids[u.ordinal + 1] IS NOT NULL
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Shows those that have not ended, also where the delivery was withdrawn.</summary>
    public async Task MarkAsync(IReadOnlyCollection<LongAttempt> attempts, CancellationToken cancellationToken)
    {
        LongAttempt[] planned = [.. attempts.Where(attempt => attempt.IsPlanned)];
        await using var batch = database.CreateBatch();
        if (planned.Length > 0)
        {
            batch.BatchCommands.Add(Keys(new NpgsqlBatchCommand(MarkPlanned), planned));
        }

        batch.BatchCommands.Add(Keys(new NpgsqlBatchCommand(Holding.DeliveriesSql), attempts));
        batch.BatchCommands.Add(Keys(new NpgsqlBatchCommand(Mark), attempts)
            .With<int[]>([.. attempts.Select(attempt => attempt.Cycle)])
            .With<int[]>([.. attempts.Select(attempt => attempt.Number)])
            .With<long?[]>([.. attempts.Select(attempt => attempt.StreamSequence)]));
        batch.BatchCommands.Add(Withdrawn(attempts));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Shows only those whose deliveries were withdrawn: who removes one of them waits for the outcome.</summary>
    public async Task MarkWithdrawnAsync(IReadOnlyCollection<LongAttempt> attempts, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Keys(new NpgsqlBatchCommand(Holding.DeliveriesSql), attempts));
        batch.BatchCommands.Add(Withdrawn(attempts));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlBatchCommand Withdrawn(IReadOnlyCollection<LongAttempt> attempts) => Keys(new NpgsqlBatchCommand(MarkWithdrawn), attempts)
        .With<int[]>([.. attempts.Select(attempt => attempt.Cycle)])
        .With<int[]>([.. attempts.Select(attempt => attempt.Number)]);

    private static NpgsqlBatchCommand Keys(NpgsqlBatchCommand command, IReadOnlyCollection<LongAttempt> attempts) => command
        .With<string[]>([.. attempts.Select(attempt => attempt.TenantId)])
        .With<Guid[]>([.. attempts.Select(attempt => attempt.Delivery.Event.Value)])
        .With<short[]>([.. attempts.Select(attempt => attempt.Delivery.Ordinal)]);
}
