using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Replays;

/// <summary>Writes and reads replays.</summary>
public sealed class ReplayStore(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Running or paused, of one tenant.</summary>
    public const int MaxLive = 5;

    private const int Bite = 1_000;

    /// <summary>False when the tenant has as many live ones as it may have, or is gone.</summary>
    public async Task<bool> AddAsync(Replay replay, CancellationToken cancellationToken)
    {
        var start = replay.Scope.Start;
        await using var batch = database.CreateBatch();

        // The tenant's row is locked by a statement of its own, so that the next one counts what others have added meanwhile.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT 1 FROM tenants WHERE tenant_id = $1 FOR NO KEY UPDATE").With(replay.TenantId));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            INSERT INTO replays (replay_id, tenant_id, status, event_type, endpoint_id, since, until, first_event_id, end_event_id, rate, matched, is_all_matched,
              state, at_event_id, at_ordinal, next_turn_at, created_at)
            SELECT $2, tenant_id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16 FROM tenants
            WHERE tenant_id = $1 AND removed_at IS NULL
              AND (SELECT count(*) FROM replays r WHERE r.tenant_id = $1 AND r.finished_at IS NULL) < $17
            """)
            .With(replay.TenantId).With(replay.Id.Value).With(replay.Filter.Status).With(replay.Filter.EventType).With(replay.Filter.Endpoint)
            .With(replay.Filter.Since?.ToUniversalTime()).With(replay.Filter.Until?.ToUniversalTime()).With(replay.First).With(replay.End).With(replay.Rate).With(replay.Matched).With(replay.IsAllMatched)
            .With(replay.State).With(start.Event).With(start.Ordinal).With(replay.CreatedAt).With((long)MaxLive));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return batch.BatchCommands[1].RecordsAffected == 1;
    }

    public async Task<Replay?> FindAsync(string tenantId, ReplayId id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"SELECT {ReplayRow.Columns} FROM replays WHERE replay_id = $1 AND tenant_id = $2")
            .With(id.Value).With(tenantId);
        return (await ReplayRow.ReadAsync(command, cancellationToken)).SingleOrDefault();
    }

    /// <summary>A tenant's replays before <paramref name="before"/>, newest first.</summary>
    public async Task<IReadOnlyList<Replay>> ListAsync(string tenantId, Guid before, int limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"""
            SELECT {ReplayRow.Columns} FROM replays WHERE tenant_id = $1 AND replay_id < $2 ORDER BY replay_id DESC LIMIT $3
            """).With(tenantId).With(before).With(limit);
        return await ReplayRow.ReadAsync(command, cancellationToken);
    }

    /// <summary>Moves a live one to another state, in which it may be already; null when it has ended or is not the tenant's.</summary>
    public async Task<Replay?> MoveAsync(string tenantId, ReplayId id, string state, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"""
            UPDATE replays SET state = $3, finished_at = CASE WHEN $3 = '{ReplayState.Cancelled}' THEN $4 END,
              is_afresh = is_afresh OR state = '{ReplayState.Paused}', next_turn_at = CASE WHEN state = $3 THEN next_turn_at ELSE $4 END
            WHERE replay_id = $1 AND tenant_id = $2 AND finished_at IS NULL
            RETURNING {ReplayRow.Columns}
            """).With(id.Value).With(tenantId).With(state).With(time.GetUtcNow());
        return (await ReplayRow.ReadAsync(command, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Removes those that ended before, in bites.</summary>
    public async Task ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        int deleted;
        do
        {
            await using var command = database.CreateCommand(
                $"DELETE FROM replays WHERE replay_id = ANY (ARRAY(SELECT replay_id FROM replays WHERE finished_at < $1 ORDER BY finished_at LIMIT {Bite}))").With(before);
            deleted = await command.ExecuteNonQueryAsync(cancellationToken);
        }
        while (deleted == Bite);
    }
}
