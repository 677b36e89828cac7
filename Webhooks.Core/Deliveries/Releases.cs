using Npgsql;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>
/// Puts parked deliveries back on their way. Any number of workers may do it: each due row is taken by one of them, as a new
/// cycle, with its outbox row in the same transaction. What an open circuit would send back stays where it is until the next
/// probe; a circuit ends with its worker.
/// </summary>
public sealed class Releases(NpgsqlDataSource database)
{
    private const int Bite = 2_000;

    private static readonly string ReleaseDue = $"""
        WITH due AS (
          SELECT event_id, ordinal,
            (SELECT max(c.open_until) FROM circuits c
             WHERE c.endpoint_id = d.endpoint_id AND c.open_until > now() AND EXISTS (SELECT FROM workers w WHERE w.worker_id = c.worker_id)) AS shut_until
          FROM deliveries d WHERE status IN ({Transitions.Release.FromSql}) AND next_attempt_at <= now()
          ORDER BY next_attempt_at LIMIT $2 FOR UPDATE SKIP LOCKED),
        held AS (
          UPDATE deliveries d SET reason = $3, next_attempt_at = due.shut_until + $4 * random()
          FROM due WHERE d.event_id = due.event_id AND d.ordinal = due.ordinal AND due.shut_until IS NOT NULL),
        released AS (
          UPDATE deliveries d SET status = {Transitions.Release.ToSql}, reason = NULL, cycle = d.cycle + 1, batch_id = $1, next_attempt_at = NULL
          FROM due WHERE d.event_id = due.event_id AND d.ordinal = due.ordinal AND due.shut_until IS NULL
          RETURNING d.event_id)
        INSERT INTO outbox (batch_id, event_ids) SELECT $1, array_agg(DISTINCT event_id) FROM released HAVING count(*) > 0
        """;

    private static readonly string HastenNext = $"""
        UPDATE deliveries d SET next_attempt_at = now()
        FROM (SELECT event_id, ordinal FROM deliveries
              WHERE endpoint_id = $1 AND status IN ({Transitions.Release.FromSql}) AND ($2::text IS NULL OR reason = $2) AND next_attempt_at > now()
              ORDER BY next_attempt_at LIMIT $3) AS next
        WHERE d.event_id = next.event_id AND d.ordinal = next.ordinal AND d.status IN ({Transitions.Release.FromSql})
        """;

    /// <summary>Releases what is due, <paramref name="most"/> at the most; returns the batch to publish, or null when nothing was.</summary>
    public async Task<Guid?> ReleaseDueAsync(int most, TimeSpan spread, CancellationToken cancellationToken)
    {
        var batchId = Guid.CreateVersion7();
        await using var command = database.CreateCommand(ReleaseDue).With(batchId).With(most).With(ParkReason.CircuitOpen).With(spread);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0 ? batchId : null;
    }

    /// <summary>Makes what waits for the endpoint due at once: for any reason or the one given, <paramref name="most"/> at the most, in bites.</summary>
    public async Task HastenAsync(EndpointId endpoint, string? reason, int most, CancellationToken cancellationToken)
    {
        for (var (left, count) = (most, Bite); left > 0 && count == Bite; left -= count)
        {
            await using var command = database.CreateCommand(HastenNext).With(endpoint.Value).With(reason).With(Math.Min(left, Bite));
            count = await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
