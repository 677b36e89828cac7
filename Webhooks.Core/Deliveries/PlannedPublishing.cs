using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>Publishes messages of first attempts again: what is left of them, each under its own id, which the stream may know.</summary>
public sealed class PlannedPublishing(DeliveryPublisher publisher)
{
    private static readonly TimeSpan AckTimeout = TimeSpan.FromSeconds(10);

    private const string OfFirstAttempts = "SELECT batch_id FROM outbox WHERE batch_id = ANY ($1) AND planned_from IS NOT NULL";

    private static readonly string Left = $"""
        SELECT {DeliveryRow.Columns}, o.batch_id
        FROM outbox o {Plan.EventsOfBatch} CROSS JOIN LATERAL ({Plan.Deliveries}) d
        WHERE o.batch_id = ANY ($1) AND o.planned_from IS NOT NULL AND {Plan.IsOfBatch("d.ordinal")}
          AND d.status = '{DeliveryStatus.Pending}' AND d.cycle = 1
        ORDER BY o.batch_id, w.place, d.ordinal
        """;

    private const string Loosen = "UPDATE outbox SET planned_from = NULL WHERE batch_id = $1";

    /// <summary>
    /// Those of <paramref name="batches"/> that are of first attempts and that the stream takes. What it would refuse for its size becomes
    /// a batch of deliveries that go on by themselves, so that only the large ones of it are held up.
    /// </summary>
    internal async Task<PublishedBatches> PublishAsync(NpgsqlConnection connection, Guid[] batches, bool republished, CancellationToken cancellationToken)
    {
        var known = await Outbox.ReadIdsAsync(new NpgsqlCommand(OfFirstAttempts, connection).With(batches), cancellationToken);
        if (known.Length == 0)
        {
            return new PublishedBatches([], 0);
        }

        var left = await ReadAsync(connection, known, republished, cancellationToken);
        var acknowledgements = new List<Task>();
        var (published, refused) = (new List<DeliveryBatch>(), new List<Guid>());
        foreach (var batch in left)
        {
            if (publisher.Refuse(batch) is not null)
            {
                refused.Add(batch.Id);
                continue;
            }

            acknowledgements.Add(publisher.PublishAsync(batch, cancellationToken));
            published.Add(batch);
        }

        await Task.WhenAll(acknowledgements).WaitAsync(AckTimeout, cancellationToken);
        await using var done = new NpgsqlBatch(connection);
        done.BatchCommands.Add(Outbox.MarkPublished([.. published.Select(batch => batch.Id)]));
        done.BatchCommands.Add(Outbox.Delete([.. known.Except(left.Select(batch => batch.Id))]));
        foreach (var batch in refused)
        {
            done.BatchCommands.Add(PlannedRows.OfBatch(batch));
            done.BatchCommands.Add(new NpgsqlBatchCommand(Loosen).With(batch));
        }

        await done.ExecuteNonQueryAsync(cancellationToken);
        return new PublishedBatches([.. known.Except(refused)], published.Sum(batch => batch.Deliveries.Count));
    }

    private static async Task<List<DeliveryBatch>> ReadAsync(NpgsqlConnection connection, Guid[] batches, bool republished, CancellationToken cancellationToken)
    {
        var read = new List<(Guid Batch, DeliveryMessage Message)>();
        await using var command = new NpgsqlCommand(Left, connection).With(batches);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            read.Add((rows.GetGuid(DeliveryRow.Count), DeliveryRow.ReadMessage(rows, republished)));
        }

        return [.. read.GroupBy(row => row.Batch, row => row.Message).Select(batch => new DeliveryBatch([.. batch]) { Id = batch.Key })];
    }
}

/// <param name="Batches">That need no more.</param>
/// <param name="Count">Deliveries that the stream has stored.</param>
internal sealed record PublishedBatches(IReadOnlyList<Guid> Batches, int Count);
