using Microsoft.Extensions.Options;
using Npgsql;

namespace Webhooks.Client.Outbox;

/// <summary>
/// Events that are sent if and only if the transaction that added them is committed: at least once, and the platform drops what comes
/// again, because each has an idempotency key of its own (which the platform remembers for <c>Retention:IdempotencyHours</c>).
/// Several processes may share a table; the order in which events are sent is about that of their commits, and no promise.
/// </summary>
public sealed class WebhooksOutbox(IOptions<WebhooksOutboxOptions> options, TimeProvider time)
{
    private readonly string _insert = $"INSERT INTO {options.Value.Table} (id, key, body) VALUES ($1, $2, $3)";

    /// <summary>The table and its index, for migrations of your own.</summary>
    /// <param name="table">As in <see cref="WebhooksOutboxOptions.Table"/>.</param>
    public static string Schema(string table = "webhooks_outbox") => $"""
        CREATE TABLE IF NOT EXISTS {table} (
          id         uuid PRIMARY KEY,
          key        text NOT NULL,
          body       bytea NOT NULL,
          attempts   integer NOT NULL DEFAULT 0,
          created_at timestamptz NOT NULL DEFAULT now(),
          due_at     timestamptz NOT NULL DEFAULT now(),
          refusal    text
        );
        CREATE INDEX IF NOT EXISTS {table[(table.IndexOf('.', StringComparison.Ordinal) + 1)..]}_due ON {table} (due_at, id) WHERE refusal IS NULL;
        """;

    /// <summary>Adds an event to the caller's transaction.</summary>
    /// <param name="transaction">An open one. EF Core has it as <c>(NpgsqlTransaction)context.Database.CurrentTransaction.GetDbTransaction()</c>.</param>
    /// <returns>The event's id in the table.</returns>
    public async Task<Guid> AddAsync(NpgsqlTransaction transaction, OutgoingEvent @event, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(@event);
        var id = Guid.CreateVersion7(time.GetUtcNow());
        await using var insert = new NpgsqlCommand(_insert, transaction.Connection, transaction);
        insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = @event.IdempotencyKey ?? id.ToString() });
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = @event.Json.ToArray() });
        await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return id;
    }
}
