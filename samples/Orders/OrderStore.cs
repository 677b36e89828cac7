using Npgsql;
using Webhooks.Client;
using Webhooks.Client.Outbox;

namespace Orders;

/// <summary>An order and the event that says so are one transaction.</summary>
internal sealed class OrderStore(NpgsqlDataSource database, WebhooksOutbox outbox)
{
    private const int InStock = 100;

    public async Task CreateTableAsync()
    {
        await using var command = database.CreateCommand("CREATE TABLE IF NOT EXISTS orders (id uuid PRIMARY KEY, sku text NOT NULL, quantity integer NOT NULL)");
        await command.ExecuteNonQueryAsync();
    }

    /// <returns>Null when there are not enough; nothing is stored and nothing is sent then.</returns>
    public async Task<Order?> PlaceAsync(NewOrder wanted, CancellationToken cancellationToken)
    {
        var order = new Order(Guid.CreateVersion7(), wanted.Sku, wanted.Quantity);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var insert = new NpgsqlCommand("INSERT INTO orders VALUES ($1, $2, $3)", connection, transaction);
        insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = order.Id });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = order.Sku });
        insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = order.Quantity });
        await insert.ExecuteNonQueryAsync(cancellationToken);
        await outbox.AddAsync(transaction, OutgoingEvent.Create("order.placed", order, OrderJson.Default.Order, referenceId: order.Id.ToString()), cancellationToken);

        // Found out late, as it goes.
        if (order.Quantity > InStock)
        {
            await transaction.RollbackAsync(cancellationToken);
            return null;
        }

        await transaction.CommitAsync(cancellationToken);
        return order;
    }

    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT count(*) FROM orders");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
