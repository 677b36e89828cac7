using NATS.Client.Core;
using Npgsql;
using Webhooks.Core.Deliveries;

namespace Webhooks.Api.Audit;

/// <summary>Balances the books: what was accepted against what has become of it.</summary>
public sealed class AuditQueries(Books books, Reconciliation reconciliation, NpgsqlDataSource database)
{
    private const int Shown = 100;

    private static readonly string Unburied = $"""
        SELECT event_id, ordinal FROM deliveries
        WHERE status = '{DeliveryStatus.Failed}' AND dead_lettered_at IS NULL AND last_attempt_at < now() - interval '2 minutes' LIMIT {Shown}
        """;

    private static readonly string Aside = $"SELECT unnest(event_ids) FROM outbox WHERE aside_at IS NOT NULL ORDER BY aside_at LIMIT {Shown}";

    /// <exception cref="NatsException">The stream, which must be asked, is away.</exception>
    public async Task<AuditAnswer> BalanceAsync(CancellationToken cancellationToken)
    {
        var counts = await books.CountAsync(cancellationToken);
        var (unaccounted, aside) = (new List<string>(), new List<string>());
        await using (var batch = database.CreateBatch())
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Unburied));
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Aside));
            await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                unaccounted.Add(new DeliveryId(new EventId(rows.GetGuid(0)), rows.GetInt16(1)).ToString());
            }

            await rows.NextResultAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                aside.Add(new EventId(rows.GetGuid(0)).ToString());
            }
        }

        unaccounted.AddRange((await reconciliation.FindLostAsync(cancellationToken)).Select(lost => lost.Delivery.ToString()));
        var ended = DeliveryStatus.Ended.Sum(status => counts.GetValueOrDefault(status));
        var waiting = DeliveryStatus.All.Except(DeliveryStatus.Ended, StringComparer.Ordinal).Sum(status => counts.GetValueOrDefault(status));
        var accepted = counts.Values.Sum();
        return new AuditAnswer(
            accepted, counts.GetValueOrDefault(DeliveryStatus.Delivered), counts.GetValueOrDefault(DeliveryStatus.Failed),
            counts.GetValueOrDefault(DeliveryStatus.Cancelled), counts.GetValueOrDefault(DeliveryStatus.Skipped), waiting,
            accepted == ended + waiting && unaccounted.Count == 0 && aside.Count == 0, [.. unaccounted.Take(Shown)], aside);
    }
}
