using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>Ends and removes what a tenant leaves behind, in bites, each a transaction of its own.</summary>
public sealed class TenantErasure(NpgsqlDataSource database, PlannedRows planned)
{
    private const int Bite = 1_000;
    private const string TenantRemoved = "tenant removed";

    // What is pending has an index of its own.
    private static readonly string[] Cancellations =
    [
        Cancel([DeliveryState.Pending], also: ""),
        Cancel([.. Transitions.Cancel.From.Except([DeliveryState.Pending])], also: $"AND status <> '{DeliveryStatus.Pending}' AND status <> '{DeliveryStatus.Delivered}'"),
    ];

    private const string Letters =
        "DELETE FROM dead_letters WHERE dead_letter_id = ANY (ARRAY(SELECT dead_letter_id FROM dead_letters WHERE tenant_id = $1 LIMIT $2))";

    /// <summary>Cancels whatever of the tenant's has not ended.</summary>
    public async Task CancelAsync(string tenantId, CancellationToken cancellationToken)
    {
        await planned.MakeAsync(tenantId, endpoint: null, Guid.Empty, Guid.AllBitsSet, cancellationToken);
        foreach (var bite in Cancellations)
        {
            int gone;
            do
            {
                await using var command = database.CreateCommand(bite).With(tenantId).With(Bite).With(TenantRemoved);
                gone = await command.ExecuteNonQueryAsync(cancellationToken);
            }
            while (gone > 0);
        }
    }

    /// <summary>Removes the tenant's dead letters, and its events with all that belongs to them.</summary>
    public async Task EraseAsync(string tenantId, CancellationToken cancellationToken)
    {
        int gone;
        do
        {
            await using var command = database.CreateCommand(Letters).With(tenantId).With(Bite);
            gone = await command.ExecuteNonQueryAsync(cancellationToken);
        }
        while (gone > 0);

        while (await EraseEventsAsync(tenantId, cancellationToken))
        {
        }
    }

    // The ids go back as a value: of a list that a subquery yields, every day's partition would be searched for each.
    private async Task<bool> EraseEventsAsync(string tenantId, CancellationToken cancellationToken)
    {
        await using var bite = database.CreateCommand("SELECT array_agg(event_id) FROM (SELECT event_id FROM events WHERE tenant_id = $1 ORDER BY event_id LIMIT $2) e")
            .With(tenantId).With(Bite);
        if (await bite.ExecuteScalarAsync(cancellationToken) is not Guid[] { Length: > 0 } ids)
        {
            return false;
        }

        await using var batch = database.CreateBatch();

        // The events first: who sends one again meanwhile holds it, and what comes of that is removed with the rest.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("DELETE FROM events WHERE event_id = ANY ($1) AND tenant_id = $2").With(ids).With(tenantId));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("DELETE FROM deliveries WHERE tenant_id = $2 AND event_id = ANY ($1)").With(ids).With(tenantId));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("DELETE FROM attempts WHERE event_id = ANY ($1)").With(ids));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return true;
    }

    private static string Cancel(IReadOnlyList<DeliveryState> states, string also)
    {
        var list = string.Join(", ", states.Select(static state => $"'{DeliveryStatus.Of(state)}'"));
        return $"""
            UPDATE deliveries d SET reason = $3, {Cancellation.Set}
            FROM (SELECT event_id, ordinal FROM deliveries WHERE tenant_id = $1 AND status IN ({list}) {also} LIMIT $2) p
            WHERE d.tenant_id = $1 AND d.event_id = p.event_id AND d.ordinal = p.ordinal AND d.status IN ({list})
            """;
    }
}
