using Npgsql;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Replays;

/// <summary>
/// Carries replays on: those that are due have turns, a bite each, and what a bite sends is committed together with how far it has come. Any
/// number of processes may do it: each replay is in one's hands at a time, and its rate is kept by its row.
/// </summary>
public sealed class ReplayTurns(NpgsqlDataSource database)
{
    private const int MostAtOnce = 200;
    private const double SecondsOfABite = 0.5;

    private const string Due = $"""
        SELECT {ReplayRow.Columns}, pass, at_event_id, at_ordinal, is_afresh FROM replays
        WHERE state = '{ReplayState.Running}' AND next_turn_at <= now()
          AND EXISTS (SELECT FROM tenants t WHERE t.tenant_id = replays.tenant_id AND t.removed_at IS NULL)
        ORDER BY next_turn_at LIMIT 1 FOR UPDATE SKIP LOCKED
        """;

    // What a stall has held up is caught up with, but not more than a second of it. At the end all that it has met was matched.
    private const string Progress = $$"""
        UPDATE replays SET pass = $2, at_event_id = $3, at_ordinal = $4, sent = sent + $5, is_afresh = is_afresh AND $5 = 0,
          skipped = skipped || (SELECT coalesce(jsonb_object_agg(reason, coalesce((skipped->>reason)::bigint, 0) + count), '{}') FROM unnest($6, $7) AS s (reason, count)),
          next_turn_at = greatest(next_turn_at, now() - interval '1 second') + $8,
          state = CASE WHEN $9 THEN '{{ReplayState.Completed}}' ELSE state END, finished_at = CASE WHEN $9 THEN now() END,
          matched = CASE WHEN $9 THEN greatest(matched, $10) ELSE matched END, is_all_matched = is_all_matched OR $9
        WHERE replay_id = $1
        """;

    /// <summary>Of the replay that has waited longest for its turn. Null when none is due.</summary>
    /// <exception cref="ReplayHeldException">The bite failed; the replay's next turn is in a few seconds.</exception>
    public async Task<ReplayBite?> TakeAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await DueAsync(connection, cancellationToken) is not { } due)
        {
            return null;
        }

        try
        {
            var bite = await BiteAsync(connection, due, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return bite;
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            throw new ReplayHeldException(due.Replay.Id, error);
        }
    }

    /// <summary>Gives the others their turns first.</summary>
    public async Task HoldAsync(ReplayId id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("UPDATE replays SET next_turn_at = now() + interval '5 seconds' WHERE replay_id = $1").With(id.Value);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<ReplayBite> BiteAsync(NpgsqlConnection connection, DueReplay due, CancellationToken cancellationToken)
    {
        var scope = due.Replay.Scope;
        var most = Math.Clamp((int)(due.Replay.Rate * SecondsOfABite), 1, MostAtOnce);
        var bite = await Replaying.SendAsync(connection, scope, due.At, most, due.IsAfresh, cancellationToken);
        var isLast = bite.Next.Pass == scope.States.Count;
        var met = due.Replay.Sent + due.Replay.SkippedInAll + bite.Sent + bite.Skipped.Values.Sum();
        var skipped = isLast && met < due.Replay.Matched ? WithVanished(bite.Skipped, (int)(due.Replay.Matched - met)) : bite.Skipped;
        await using var progress = new NpgsqlCommand(Progress, connection)
            .With(due.Replay.Id.Value).With((short)bite.Next.Pass).With(bite.Next.Event).With(bite.Next.Ordinal).With((long)bite.Sent)
            .With(skipped.Keys.ToArray()).With(skipped.Values.ToArray())
            .With(TimeSpan.FromSeconds(bite.Sent / due.Replay.Rate)).With(isLast).With(met);
        await progress.ExecuteNonQueryAsync(cancellationToken);
        return bite;
    }

    // What was matched and is not found any more was removed, or had moved on, before its turn.
    private static Dictionary<string, int> WithVanished(IReadOnlyDictionary<string, int> skipped, int vanished) =>
        new(skipped, StringComparer.Ordinal) { [ReplayReason.Changed] = skipped.GetValueOrDefault(ReplayReason.Changed) + vanished };

    private static async Task<DueReplay?> DueAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Due, connection);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? new DueReplay(
                ReplayRow.Read(row),
                new ReplayPosition(row.GetInt16(ReplayRow.Count), row.GetGuid(ReplayRow.Count + 1), row.GetInt16(ReplayRow.Count + 2)),
                row.GetBoolean(ReplayRow.Count + 3))
            : null;
    }

    private sealed record DueReplay(Replay Replay, ReplayPosition At, bool IsAfresh);
}
