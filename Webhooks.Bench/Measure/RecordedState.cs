using Npgsql;

namespace Webhooks.Bench.Measure;

/// <summary>What PostgreSQL knows of the deliveries: the platform's own record, against which the sink's is held.</summary>
internal sealed record RecordedState(long Events, long Deliveries, long Delivered, long Attempts, long Outbox)
{
    public static async Task<RecordedState> ReadAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM deliveries),
                   (SELECT count(*) FROM deliveries WHERE status = 'delivered'), (SELECT count(*) FROM attempts), (SELECT count(*) FROM outbox)
            """);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        await rows.ReadAsync(cancellationToken);
        return new RecordedState(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3), rows.GetInt64(4));
    }

    public static async Task<long> CountDeliveredAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT count(*) FROM deliveries WHERE status = 'delivered'");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public RecordedState Since(RecordedState earlier) => new(
        Events - earlier.Events, Deliveries - earlier.Deliveries, Delivered - earlier.Delivered, Attempts - earlier.Attempts, Outbox);
}
