using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>Shows the attempts that take long as under way.</summary>
public sealed class AttemptsUnderWay(NpgsqlDataSource database)
{
    private static readonly string Mark = $"""
        UPDATE deliveries d SET status = {Transitions.Begin.ToSql}, stream_seq = u.stream_seq
        FROM unnest($1, $2, $3, $4, $5) AS u (event_id, ordinal, cycle, attempt, stream_seq)
        WHERE d.event_id = u.event_id AND d.ordinal = u.ordinal AND d.cycle = u.cycle
          AND d.attempts < u.attempt AND d.status IN ({Transitions.Begin.FromSql})
        """;

    public async Task MarkAsync(IReadOnlyCollection<LongAttempt> attempts, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Mark)
            .With<Guid[]>([.. attempts.Select(attempt => attempt.Delivery.Event.Value)])
            .With<short[]>([.. attempts.Select(attempt => attempt.Delivery.Ordinal)])
            .With<int[]>([.. attempts.Select(attempt => attempt.Cycle)])
            .With<int[]>([.. attempts.Select(attempt => attempt.Number)])
            .With<long?[]>([.. attempts.Select(attempt => attempt.StreamSequence)]);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
