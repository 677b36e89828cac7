using Microsoft.Extensions.Options;
using Npgsql;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Messaging;

namespace Webhooks.Worker.DeadLetters;

/// <summary>Writes dead letters: each delivery and cycle once, however often its advisory arrives.</summary>
internal sealed class DeadLetterWriter(NpgsqlDataSource database, TimeProvider time, IOptions<WorkerOptions> options)
{
    private const string BuryFailed = """
        WITH failed AS (
          UPDATE deliveries d SET dead_lettered_at = $3, stream_seq = NULL
          FROM unnest($1, $2) AS u (stream_seq, dead_letter_id)
          WHERE d.stream_seq = u.stream_seq AND d.status = 'failed' AND d.dead_lettered_at IS NULL
          RETURNING d.*, u.dead_letter_id)
        """;

    private const string Insert = """
        , buried AS (
          INSERT INTO dead_letters (dead_letter_id, tenant_id, event_id, ordinal, cycle, endpoint_id, endpoint_url, event_type,
            payload, failure_reason, attempts, correlation_id, created_at, expires_at)
          SELECT f.dead_letter_id, f.tenant_id, f.event_id, f.ordinal, f.cycle, f.endpoint_id, coalesce(p.url, ''), e.event_type,
            e.payload, coalesce(f.error, 'HTTP ' || f.last_status_code, 'unknown'), f.attempts, e.correlation_id, $3, $3 + $4
          FROM failed f
          JOIN events e ON e.tenant_id = f.tenant_id AND e.event_id = f.event_id
          LEFT JOIN endpoints p ON p.endpoint_id = f.endpoint_id
          ON CONFLICT (event_id, ordinal, cycle) DO NOTHING
          RETURNING event_id, ordinal, endpoint_id, endpoint_url, failure_reason, attempts, correlation_id)
        SELECT event_id, ordinal, endpoint_id, endpoint_url, failure_reason, attempts, correlation_id FROM buried
        """;

    /// <summary>Of deliveries recorded as failed under these stream sequences.</summary>
    public Task<IReadOnlyList<DeadLetter>> BuryAsync(IReadOnlyCollection<long> sequences, CancellationToken cancellationToken) =>
        WriteAsync(BuryFailed + Insert, cancellationToken,
            new NpgsqlParameter<long[]> { TypedValue = [.. sequences] },
            new NpgsqlParameter<Guid[]> { TypedValue = [.. sequences.Select(_ => NewId())] });

    /// <summary>Of a delivery whose worker died on the last try: nothing was recorded, so the message itself tells which it was.</summary>
    public Task<IReadOnlyList<DeadLetter>> BuryAsync(DeliveryHeader header, Advisory advisory, CancellationToken cancellationToken) =>
        WriteAsync("""
            WITH failed AS (
              UPDATE deliveries d SET status = 'failed', dead_lettered_at = $3, stream_seq = NULL, next_attempt_at = NULL,
                attempts = GREATEST(d.attempts, $7),
                error = CASE WHEN d.attempts >= $7 THEN d.error ELSE 'No outcome: the worker ended during the last attempt' END
              WHERE d.event_id = $1 AND d.ordinal = $5 AND d.cycle = $6 AND d.dead_lettered_at IS NULL
                AND d.status IN ('pending', 'in_progress', 'retrying', 'failed')
              RETURNING d.*, $2::uuid AS dead_letter_id)
            """ + Insert, cancellationToken,
            new NpgsqlParameter<Guid> { TypedValue = header.EventId },
            new NpgsqlParameter<Guid> { TypedValue = NewId() },
            new NpgsqlParameter<short> { TypedValue = header.Ordinal },
            new NpgsqlParameter<int> { TypedValue = header.Cycle },
            new NpgsqlParameter<int> { TypedValue = header.PriorAttempts + advisory.Deliveries });

    /// <summary>Recorded as failed a while ago, but no advisory came: the stream was lost, or its advisory was.</summary>
    public async Task<IReadOnlyList<long>> FindForgottenAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            SELECT stream_seq FROM deliveries
            WHERE stream_seq IS NOT NULL AND status = 'failed' AND dead_lettered_at IS NULL AND last_attempt_at < $1 LIMIT 500
            """);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() - age });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var sequences = new List<long>();
        while (await rows.ReadAsync(cancellationToken))
        {
            sequences.Add(rows.GetInt64(0));
        }

        return sequences;
    }

    private async Task<IReadOnlyList<DeadLetter>> WriteAsync(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(parameters[0]);
        command.Parameters.Add(parameters[1]);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = options.Value.DeadLetterRetention });
        foreach (var parameter in parameters.AsSpan(2))
        {
            command.Parameters.Add(parameter);
        }

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

internal sealed record DeadLetter(DeliveryId Delivery, EndpointId Endpoint, string Url, string Reason, int Attempts, string CorrelationId);
