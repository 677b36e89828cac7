using Npgsql;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>
/// Puts parked deliveries back on their way, each as a new cycle with its outbox row in the same transaction. Any number of
/// workers may do it: each row is taken by one of them. What waits for its endpoint is not due: endpoints that take deliveries
/// have turns, a bite each, and one whose circuit has been open long enough has a single delivery as its probe. A circuit ends
/// with its worker.
/// </summary>
public sealed class Releases(NpgsqlDataSource database)
{
    private const int Bite = 2_000;
    private const int MostTurns = 20;

    // Every worker has heard of a change by then: what went sooner could go to the URL of before. What is due before is left as it is.
    private const string HeardByThen = "interval '1 second'";

    private const string OfLivingWorker = "EXISTS (SELECT FROM workers w WHERE w.worker_id = c.worker_id)";

    private static readonly string Set =
        $"status = {Transitions.Release.ToSql}, reason = NULL, cycle = d.cycle + 1, batch_id = $1, next_attempt_at = NULL";

    private static readonly string ReleaseDue = $"""
        WITH due AS (
          SELECT tenant_id, event_id, ordinal, endpoint_id,
            EXISTS (SELECT FROM circuits c WHERE c.endpoint_id = d.endpoint_id AND c.open_until > now() AND {OfLivingWorker}) AS shut
          FROM deliveries d WHERE status IN ({Transitions.Release.FromSql}) AND next_attempt_at <= now()
          ORDER BY next_attempt_at LIMIT $2 FOR UPDATE SKIP LOCKED),
        held AS (
          UPDATE deliveries d SET reason = '{ParkReason.CircuitOpen}', next_attempt_at = NULL
          FROM due WHERE d.tenant_id = due.tenant_id AND d.event_id = due.event_id AND d.ordinal = due.ordinal AND due.shut),
        waiting AS (
          INSERT INTO waiting_endpoints (endpoint_id, touched_at) SELECT endpoint_id, clock_timestamp() FROM (SELECT DISTINCT endpoint_id FROM due WHERE shut ORDER BY 1) s
          ON CONFLICT (endpoint_id) DO UPDATE SET touched_at = excluded.touched_at),
        released AS (
          UPDATE deliveries d SET {Set}
          FROM due WHERE d.tenant_id = due.tenant_id AND d.event_id = due.event_id AND d.ordinal = due.ordinal AND NOT due.shut
          RETURNING d.event_id, d.tenant_id)
        {Outbox.Note("$1", "released")}
        """;

    // An endpoint is forgotten when nothing of it was found and nothing was parked lately: what is being parked at this moment cannot be seen.
    private static readonly string ReleaseWaiting = $"""
        WITH turn AS (
          SELECT w.endpoint_id, w.touched_at,
            EXISTS (SELECT FROM circuits c WHERE c.endpoint_id = w.endpoint_id AND c.open_until <= now() AND {OfLivingWorker}) AS probes
          FROM waiting_endpoints w LEFT JOIN endpoints e ON e.endpoint_id = w.endpoint_id
          WHERE w.next_turn_at <= now() AND (e.endpoint_id IS NULL OR e.state = '{EndpointState.Active}')
            AND NOT EXISTS (SELECT FROM circuits c WHERE c.endpoint_id = w.endpoint_id AND c.open_until > now() AND {OfLivingWorker})
          ORDER BY w.next_turn_at LIMIT {MostTurns} FOR UPDATE OF w SKIP LOCKED),
        found AS (
          SELECT t.endpoint_id, d.tenant_id, d.event_id, d.ordinal
          FROM turn t CROSS JOIN LATERAL (
            SELECT tenant_id, event_id, ordinal FROM deliveries
            WHERE endpoint_id = t.endpoint_id AND status IN ({Transitions.Release.FromSql}) AND next_attempt_at IS NULL
            LIMIT CASE WHEN t.probes THEN 1 ELSE $2 END FOR UPDATE SKIP LOCKED) d),
        forgotten AS (
          DELETE FROM waiting_endpoints w USING turn t
          WHERE w.endpoint_id = t.endpoint_id AND t.touched_at < now() - interval '10 seconds'
            AND NOT EXISTS (SELECT FROM found f WHERE f.endpoint_id = t.endpoint_id)),
        served AS (
          UPDATE waiting_endpoints w
          SET next_turn_at = CASE WHEN t.probes OR NOT EXISTS (SELECT FROM found f WHERE f.endpoint_id = t.endpoint_id) THEN now() + interval '1 second' ELSE now() END
          FROM turn t WHERE w.endpoint_id = t.endpoint_id
            AND (t.touched_at >= now() - interval '10 seconds' OR EXISTS (SELECT FROM found f WHERE f.endpoint_id = t.endpoint_id))),
        released AS (
          UPDATE deliveries d SET {Set} FROM found f WHERE d.tenant_id = f.tenant_id AND d.event_id = f.event_id AND d.ordinal = f.ordinal
          RETURNING d.event_id, d.tenant_id)
        {Outbox.Note("$1", "released")}
        """;

    private static readonly string NextAtEndpoint = $"""
        SELECT tenant_id, event_id, ordinal FROM deliveries
        WHERE endpoint_id = $1 AND status IN ({Transitions.Release.FromSql}) AND next_attempt_at > now() + {HeardByThen}
        ORDER BY next_attempt_at LIMIT $2
        """;

    private static readonly string HastenNext = $"""
        UPDATE deliveries d SET next_attempt_at = now() + CASE WHEN $3 THEN {HeardByThen} ELSE interval '0' END
        FROM ({Holding.HeldSql(NextAtEndpoint, $"d.status IN ({Transitions.Release.FromSql})")}) AS next
        WHERE d.tenant_id = next.tenant_id AND d.event_id = next.event_id AND d.ordinal = next.ordinal
        """;

    /// <summary>Releases what is due, and gives the endpoints that take deliveries again their turns; returns the batches to publish.</summary>
    /// <param name="connection">Of whoever asks ten times a second: planned each time, the two cost a twentieth of a core while nothing is parked.</param>
    /// <param name="due">At the most, of what is due.</param>
    /// <param name="waiting">At the most, of each endpoint.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Guid[]> ReleaseAsync(DedicatedConnection connection, int due, int waiting, CancellationToken cancellationToken)
    {
        NpgsqlBatchCommand[] releases = [With(ReleaseDue, due), With(ReleaseWaiting, waiting)];
        await connection.ExecuteAsync(batch => Array.ForEach(releases, batch.BatchCommands.Add), cancellationToken);
        return [.. releases.Where(static release => release.RecordsAffected > 0).Select(static release => (Guid)release.Parameters[0].Value!)];

        static NpgsqlBatchCommand With(string sql, int most) => new NpgsqlBatchCommand(sql).With(Guid.CreateVersion7()).With(most);
    }

    /// <summary>Makes what has a due time at the endpoint due, <paramref name="most"/> at the most, in bites.</summary>
    /// <param name="endpoint">Whose.</param>
    /// <param name="hasMoved">Its URL is another one: what waits is due when workers have heard of that, and not at once.</param>
    public async Task HastenAsync(EndpointId endpoint, bool hasMoved, int most, CancellationToken cancellationToken)
    {
        for (var (left, count) = (most, Bite); left > 0 && count == Bite; left -= count)
        {
            await using var command = database.CreateKeyed(new NpgsqlBatchCommand(HastenNext).With(endpoint.Value).With(Math.Min(left, Bite)).With(hasMoved));
            count = await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
