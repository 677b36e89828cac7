using Npgsql;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Events;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>Writes dead letters: each delivery and cycle once, however often its end is reported.</summary>
public sealed class Burial(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Error of an attempt that nobody saw the end of.</summary>
    public const string NoOutcome = "No outcome: the worker ended during the attempt";

    private static readonly string OfSequences = $"""
        WITH failed AS (
          UPDATE deliveries d SET dead_lettered_at = $3, stream_seq = NULL
          FROM (
            SELECT d.tenant_id, d.event_id, d.ordinal, u.dead_letter_id
            FROM unnest($1, $2) AS u (stream_seq, dead_letter_id) JOIN deliveries d ON d.stream_seq = u.stream_seq
            WHERE d.status IN ({Transitions.Bury.FromSql}) AND d.dead_lettered_at IS NULL
            ORDER BY d.event_id, d.ordinal FOR UPDATE OF d) u
          WHERE d.tenant_id = u.tenant_id AND d.event_id = u.event_id AND d.ordinal = u.ordinal
            AND d.status IN ({Transitions.Bury.FromSql}) AND d.dead_lettered_at IS NULL
          RETURNING d.*, u.dead_letter_id)
        """;

    private static readonly string OfDelivery = $"""
        WITH failed AS (
          UPDATE deliveries d SET status = {Transitions.Exhaust.ToSql}, dead_lettered_at = $3, stream_seq = NULL, next_attempt_at = NULL,
            attempts = GREATEST(d.attempts, $7),
            error = CASE WHEN d.attempts >= $7 THEN d.error ELSE '{NoOutcome}' END
          WHERE d.tenant_id = $8 AND d.event_id = $1 AND d.ordinal = $5 AND d.cycle = $6 AND d.dead_lettered_at IS NULL
            AND d.status IN ({Transitions.Exhaust.FromSql})
          RETURNING d.*, $2::uuid AS dead_letter_id)
        """;

    private const string Insert = $"""
        , buried AS (
          INSERT INTO dead_letters (dead_letter_id, tenant_id, event_id, ordinal, cycle, endpoint_id, endpoint_url, event_type,
            payload, failure_reason, attempts, correlation_id, created_at, expires_at)
          SELECT f.dead_letter_id, f.tenant_id, f.event_id, f.ordinal, f.cycle, f.endpoint_id, coalesce(p.url, ''), e.event_type,
            e.payload, coalesce(f.error, 'HTTP ' || f.last_status_code, 'unknown'), f.attempts, {EventColumns.CorrelationId}, $3, $3 + $4
          FROM failed f
          JOIN events e ON e.tenant_id = f.tenant_id AND e.event_id = f.event_id
          LEFT JOIN endpoints p ON p.endpoint_id = f.endpoint_id
          ON CONFLICT (event_id, ordinal, cycle) DO NOTHING
          RETURNING event_id, ordinal, endpoint_id, endpoint_url, failure_reason, attempts, correlation_id)
        SELECT event_id, ordinal, endpoint_id, endpoint_url, failure_reason, attempts, correlation_id FROM buried
        """;

    private static readonly string Forgotten = $"""
        SELECT stream_seq FROM deliveries
        WHERE stream_seq IS NOT NULL AND status IN ({Transitions.Bury.FromSql}) AND dead_lettered_at IS NULL AND last_attempt_at < $1
        ORDER BY last_attempt_at LIMIT 500
        """;

    /// <summary>Of deliveries recorded as failed under these sequences of the stream.</summary>
    public Task<IReadOnlyList<DeadLetter>> BuryAsync(IReadOnlyCollection<long> sequences, TimeSpan retention, CancellationToken cancellationToken) =>
        WriteAsync(
            database.CreateKeyed(new NpgsqlBatchCommand(OfSequences + Insert)
                .With<long[]>([.. sequences]).With<Guid[]>([.. sequences.Select(_ => NewId())])
                .With(time.GetUtcNow()).With(retention)),
            cancellationToken);

    /// <summary>Of a delivery whose worker died on the last try: nothing was recorded, so the message itself tells which it was.</summary>
    public Task<IReadOnlyList<DeadLetter>> BuryAsync(
        string tenantId, DeliveryId delivery, int cycle, int attempts, TimeSpan retention, CancellationToken cancellationToken) =>
        WriteAsync(
            database.CreateKeyed(new NpgsqlBatchCommand(OfDelivery + Insert)
                .With(delivery.Event.Value).With(NewId()).With(time.GetUtcNow()).With(retention)
                .With(delivery.Ordinal).With(cycle).With(attempts).With(tenantId)),
            cancellationToken);

    /// <summary>Recorded as failed a while ago, but nothing came of it: the stream was lost, or its advisory was.</summary>
    public async Task<IReadOnlyList<long>> FindForgottenAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Forgotten).With(time.GetUtcNow() - age);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var sequences = new List<long>();
        while (await rows.ReadAsync(cancellationToken))
        {
            sequences.Add(rows.GetInt64(0));
        }

        return sequences;
    }

    private static async Task<IReadOnlyList<DeadLetter>> WriteAsync(NpgsqlBatch insert, CancellationToken cancellationToken)
    {
        await using var command = insert;
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var written = new List<DeadLetter>();
        while (await rows.ReadAsync(cancellationToken))
        {
            written.Add(new DeadLetter(
                new DeliveryId(new EventId(rows.GetGuid(0)), rows.GetInt16(1)), new EndpointId(rows.GetGuid(2)), rows.GetString(3),
                rows.GetString(4), rows.GetInt32(5), rows.GetString(6)));
        }

        return written;
    }

    private Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
}
