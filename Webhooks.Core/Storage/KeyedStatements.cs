using Npgsql;

namespace Webhooks.Core.Storage;

/// <summary>
/// Statements that find what they touch by key, a bite at a time. The planner thinks that a look-up in a partitioned table searches
/// every partition, though only one is: it would rather read the tables whole, and compile the statement first. Of a tenant that its statistics
/// do not know it expects a single row: it would keep all the tenant's rows and go through them again for each key.
/// </summary>
public static class KeyedStatements
{
    /// <summary>For a session that does nothing else.</summary>
    internal const string OfSession =
        "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_material = off; SET jit = off";

    // For the transaction only, which the batch is.
    private const string KeysOnly = """
        DO $$ BEGIN
          SET LOCAL enable_seqscan = off;
          SET LOCAL enable_hashjoin = off;
          SET LOCAL enable_mergejoin = off;
          SET LOCAL enable_material = off;
          SET LOCAL jit = off;
        END $$
        """;

    // Both tables in the order of their keys, read side by side: 0.2 s for 50,000 events, where a look-up for each takes 1.5 s.
    private const string InOrder = """
        DO $$ BEGIN
          SET LOCAL enable_seqscan = off;
          SET LOCAL enable_hashjoin = off;
          SET LOCAL enable_nestloop = off;
          SET LOCAL enable_sort = off;
        END $$
        """;

    /// <summary>For the statements after it in its batch, which merge whole spans of two tables by their keys.</summary>
    public static NpgsqlBatchCommand ReadInOrder() => new(InOrder);

    public static NpgsqlBatch CreateKeyed(this NpgsqlDataSource database, params ReadOnlySpan<NpgsqlBatchCommand> statements) =>
        Keyed(database.CreateBatch(), statements);

    /// <summary>Within a transaction that has begun, for the rest of it.</summary>
    public static NpgsqlBatch CreateKeyed(this NpgsqlConnection connection, params ReadOnlySpan<NpgsqlBatchCommand> statements) =>
        Keyed(connection.CreateBatch(), statements);

    private static NpgsqlBatch Keyed(NpgsqlBatch batch, ReadOnlySpan<NpgsqlBatchCommand> statements)
    {
        batch.BatchCommands.Add(new NpgsqlBatchCommand(KeysOnly));
        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(statement);
        }

        return batch;
    }
}
