using Npgsql;
using Webhooks.Core.Events;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>Finds the deliveries of a replay, oldest first: one state after the other, from where the bite before has ended.</summary>
public sealed class ReplayCandidates(NpgsqlDataSource database)
{
    /// <summary>Looked at in one statement, when only some of them may be meant.</summary>
    public const int Window = 5_000;

    /// <summary>Counted of one state at the most.</summary>
    public const int MostCounted = 10_000;

    private const int MostTurns = 4;

    /// <summary>How many there are, and whether that is all of them: beyond <see cref="MostCounted"/> of a state nothing is looked at.</summary>
    public async Task<(int Count, bool IsAll)> CountAsync(ReplayScope scope, CancellationToken cancellationToken)
    {
        var (count, isAll) = (0, true);
        foreach (var state in scope.States)
        {
            var sql = $"""
                WITH looked_at AS ({LookedAt(state, MostCounted + 1)})
                SELECT (SELECT count(*) FROM looked_at), (SELECT count(*) FROM looked_at l WHERE {Filter(scope, state)})
                """;
            await using var command = database.CreateKeyed(WithScope(new NpgsqlBatchCommand(sql), scope, scope.Start));
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            await row.ReadAsync(cancellationToken);
            count += (int)row.GetInt64(1);
            isAll &= row.GetInt64(0) <= MostCounted;
        }

        return (count, isAll);
    }

    /// <summary>The first ones.</summary>
    public async Task<IReadOnlyList<DeliveryId>> FirstAsync(ReplayScope scope, int most, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var first = new List<DeliveryId>();
        for (var (at, turns) = (scope.Start, 0); at.Pass < scope.States.Count && first.Count < most && turns < MostTurns; turns++)
        {
            var (found, next) = await NextAsync(connection, scope, at, most - first.Count, cancellationToken);
            first.AddRange(found.Select(static candidate => candidate.Delivery));
            at = next;
        }

        return first;
    }

    /// <summary>The next ones of one state, <paramref name="most"/> at the most, and where those after them begin.</summary>
    internal static async Task<(IReadOnlyList<ReplayCandidate> Found, ReplayPosition Next)> NextAsync(
        NpgsqlConnection connection, ReplayScope scope, ReplayPosition after, int most, CancellationToken cancellationToken)
    {
        var state = scope.States[after.Pass];
        var window = IsVague(scope, state) ? Window : most;
        var sql = $"""
            SELECT l.event_id, l.ordinal, l.endpoint_id FROM ({LookedAt(state, window)}) l
            WHERE {Filter(scope, state)} ORDER BY l.event_id, l.ordinal LIMIT {most}
            """;
        var found = await ReadAsync(connection, sql, scope, after, cancellationToken);
        if (found.Count == most)
        {
            return (found, At(after.Pass, found[^1]));
        }

        // What was looked at last is where the next one begins; where less than a window was left, this state is done with.
        var last = window == most
            ? []
            : await ReadAsync(connection, $"SELECT * FROM ({LookedAt(state, window)}) l ORDER BY event_id, ordinal OFFSET {window - 1}", scope, after, cancellationToken);
        return (found, last is [var end] ? At(after.Pass, end) : scope.Start with { Pass = after.Pass + 1 });
    }

    private static async Task<List<ReplayCandidate>> ReadAsync(
        NpgsqlConnection connection, string sql, ReplayScope scope, ReplayPosition after, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateKeyed(WithScope(new NpgsqlBatchCommand(sql), scope, after));
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var read = new List<ReplayCandidate>();
        while (await rows.ReadAsync(cancellationToken))
        {
            read.Add(new ReplayCandidate(new DeliveryId(new EventId(rows.GetGuid(0)), rows.GetInt16(1)), rows.GetGuid(2)));
        }

        return read;
    }

    // As a parameter, the status would not match the partial indexes. No index knows what is delivered.
    private static string LookedAt(DeliveryState state, int most) => $"""
        SELECT d.event_id, d.ordinal, d.endpoint_id, d.is_resend, d.status FROM deliveries d
        WHERE d.tenant_id = $1 {(state == DeliveryState.Delivered ? "" : $"AND d.status = '{DeliveryStatus.Of(state)}'")}
          AND d.event_id >= $2 AND (d.event_id, d.ordinal) > ($2, $3) AND d.event_id < $4
        ORDER BY d.event_id, d.ordinal LIMIT {most}
        """;

    // What was sent again at somebody's wish is not delivered a third time because of that.
    private static string Filter(ReplayScope scope, DeliveryState state) => $"""
        {(state == DeliveryState.Delivered ? $"l.status = '{DeliveryStatus.Delivered}' AND NOT l.is_resend" : "true")}
          AND {(scope.Endpoint is null ? "$5::uuid IS NULL" : "l.endpoint_id = $5")}
          AND {(scope.EventType is null ? "$6::text IS NULL" : "EXISTS (SELECT FROM events e WHERE e.tenant_id = $1 AND e.event_id = l.event_id AND e.event_type = $6 OFFSET 0)")}
        """;

    private static bool IsVague(ReplayScope scope, DeliveryState state) => scope.Endpoint is not null || scope.EventType is not null || state == DeliveryState.Delivered;

    private static ReplayPosition At(int pass, ReplayCandidate candidate) => new(pass, candidate.Delivery.Event.Value, candidate.Delivery.Ordinal);

    private static NpgsqlBatchCommand WithScope(NpgsqlBatchCommand command, ReplayScope scope, ReplayPosition after) => command
        .With(scope.TenantId).With(after.Event).With(after.Ordinal).With(scope.End).With(scope.Endpoint).With(scope.EventType);
}

/// <param name="Endpoint">Its endpoint's id.</param>
internal readonly record struct ReplayCandidate(DeliveryId Delivery, Guid Endpoint);
