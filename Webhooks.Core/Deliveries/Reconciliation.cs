using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>
/// Proves where every unfinished delivery is. Whatever is not terminal is due in the database, in the outbox or in the stream;
/// what is in none of them is put back. The stream is asked by sequence where that is known, and read where it is not.
/// </summary>
public sealed class Reconciliation(Suspects suspects, StreamSearch stream, NpgsqlDataSource database, Outbox outbox)
{
    private const int MostOverdue = 1_000;

    /// <summary>What is pending without a known sequence is looked for by reading the stream, up to this many messages.</summary>
    private const int MostRead = 20_000;

    private static readonly TimeSpan OverdueFor = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan SettledFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PendingFor = TimeSpan.FromSeconds(20);

    private static readonly string PutBack = Statement(Transitions.PutBack, guard: "true");

    // What is past its first attempt has a message of its own.
    private static readonly string TakeApart = Statement(Transitions.TakeApart, guard: "d.attempts = d.budget_start");

    /// <summary>Unfinished deliveries that are nowhere.</summary>
    public async Task<IReadOnlyList<Suspect>> FindLostAsync(CancellationToken cancellationToken)
    {
        var overdue = await suspects.FindOverdueAsync(OverdueFor, MostOverdue, cancellationToken);
        var lost = new List<Suspect>();
        foreach (var suspect in overdue.Where(suspect => suspect.StreamSequence is not null))
        {
            if (!await stream.HoldsAsync(suspect, cancellationToken))
            {
                lost.Add(suspect);
            }
        }

        var pending = await suspects.FindPendingAsync(PendingFor, MostRead, cancellationToken);
        Suspect[] unknown = [.. overdue.Where(suspect => suspect.StreamSequence is null), .. pending];
        if (unknown.Length > 0 && await stream.ReadAsync(MostRead, cancellationToken) is { } held)
        {
            lost.AddRange(unknown.Where(suspect => !held.Contains((suspect.Delivery, suspect.Cycle))));
        }

        return lost;
    }

    /// <summary>Sends again what is nowhere; returns how many. What has moved on meanwhile stays as it is.</summary>
    public Task<int> PutBackAsync(IReadOnlyList<Suspect> lost, CancellationToken cancellationToken) => SendAsync(PutBack, lost, cancellationToken);

    /// <summary>Sends the deliveries of a batch each by itself that have not been tried; returns how many.</summary>
    public Task<int> TakeApartAsync(DeliveryBatch batch, CancellationToken cancellationToken) =>
        SendAsync(
            TakeApart,
            [.. batch.Deliveries.Select(delivery => new Suspect(delivery.Header.TenantId, delivery.Id, delivery.Header.Cycle, StreamSequence: null))],
            cancellationToken);

    /// <summary>Makes sure that every endpoint with something parked has its turns.</summary>
    public Task WatchParkedAsync(CancellationToken cancellationToken) => suspects.WatchParkedAsync(cancellationToken);

    /// <summary>Forgets the oldest batches of first attempts whose deliveries all have rows: a worker has ended before it said so, or they were moved.</summary>
    public Task ForgetSettledAsync(CancellationToken cancellationToken) => suspects.ForgetSettledAsync(SettledFor, cancellationToken);

    private async Task<int> SendAsync(string sql, IReadOnlyList<Suspect> deliveries, CancellationToken cancellationToken)
    {
        var batchId = Guid.CreateVersion7();
        string[] tenants = [.. deliveries.Select(delivery => delivery.TenantId)];
        Guid[] events = [.. deliveries.Select(delivery => delivery.Delivery.Event.Value)];
        short[] ordinals = [.. deliveries.Select(delivery => delivery.Delivery.Ordinal)];
        var send = new NpgsqlBatchCommand(sql).With(batchId).With(tenants).With(events).With(ordinals).With<int[]>([.. deliveries.Select(delivery => delivery.Cycle)]);
        await using var batch = database.CreateKeyed(PlannedRows.OfThese(tenants, events, ordinals), Holding.Deliveries(tenants, events, ordinals), send);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        var count = (int)send.Rows;
        if (count > 0)
        {
            await outbox.PublishAsync([batchId], republished: true, cancellationToken);
        }

        return count;
    }

    private static string Statement(Transition transition, string guard) => $"""
        WITH lost AS (
          UPDATE deliveries d SET cycle = d.cycle + 1, status = {transition.ToSql}, batch_id = $1, next_attempt_at = NULL, stream_seq = NULL
          FROM unnest($2, $3, $4, $5) AS u (tenant_id, event_id, ordinal, cycle)
          WHERE d.tenant_id = u.tenant_id AND d.event_id = u.event_id AND d.ordinal = u.ordinal AND d.cycle = u.cycle AND d.status IN ({transition.FromSql}) AND {guard}
          RETURNING d.event_id, d.tenant_id),
        noted AS (
          {Outbox.Note("$1", "lost")})
        SELECT FROM lost
        """;
}
