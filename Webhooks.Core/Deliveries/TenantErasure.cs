using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>Ends and removes what a tenant leaves behind, in bites, each a transaction of its own.</summary>
public sealed class TenantErasure(NpgsqlDataSource database, PlannedRows planned)
{
    private const int Bite = 1_000;
    private const string TenantRemoved = "tenant removed";

    private static readonly string[] Cancellations = [.. Transitions.Cancel.From.Select(static state => Cancel(DeliveryStatus.Of(state)))];

    private const string Letters = """
        DELETE FROM dead_letters WHERE dead_letter_id = ANY (ARRAY(
          SELECT dead_letter_id FROM dead_letters WHERE tenant_id = $1 ORDER BY dead_letter_id LIMIT $2 FOR UPDATE))
        """;

    private const string LettersOfEvents = """
        DELETE FROM dead_letters l USING (
          SELECT s.dead_letter_id FROM unnest($1) AS u (event_id) JOIN dead_letters s ON s.event_id = u.event_id AND s.tenant_id = $2
          ORDER BY s.dead_letter_id FOR UPDATE OF s) s
        WHERE l.dead_letter_id = s.dead_letter_id
        """;

    private const string HoldDeliveries = "SELECT FROM deliveries WHERE tenant_id = $2 AND event_id = ANY ($1) ORDER BY event_id, ordinal FOR UPDATE";

    /// <summary>Cancels whatever of the tenant's has not ended.</summary>
    public async Task CancelAsync(string tenantId, CancellationToken cancellationToken)
    {
        await planned.MakeAsync(tenantId, endpoint: null, Guid.Empty, Guid.AllBitsSet, cancellationToken);
        foreach (var bite in Cancellations)
        {
            await EachBiteAsync(() => new NpgsqlBatchCommand(bite).With(tenantId).With(Bite).With(TenantRemoved), cancellationToken);
        }
    }

    /// <summary>Removes the tenant's events with all that belongs to them, and the dead letters of those that went before.</summary>
    public async Task EraseAsync(string tenantId, CancellationToken cancellationToken)
    {
        while (await EraseEventsAsync(tenantId, cancellationToken))
        {
        }

        await EachBiteAsync(() => new NpgsqlBatchCommand(Letters).With(tenantId).With(Bite), cancellationToken);
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

        // Who sends one again meanwhile, or says how its attempt went, holds its event or its delivery: what comes of that is removed with the rest.
        await using var batch = database.CreateKeyed(
            Holding.Events(tenantId, ids),
            new NpgsqlBatchCommand("DELETE FROM events WHERE event_id = ANY ($1) AND tenant_id = $2").With(ids).With(tenantId),
            new NpgsqlBatchCommand(HoldDeliveries).With(ids).With(tenantId),
            new NpgsqlBatchCommand("DELETE FROM deliveries WHERE tenant_id = $2 AND event_id = ANY ($1)").With(ids).With(tenantId),
            new NpgsqlBatchCommand("DELETE FROM attempts WHERE event_id = ANY ($1)").With(ids),
            new NpgsqlBatchCommand(LettersOfEvents).With(ids).With(tenantId));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return true;
    }

    private async Task EachBiteAsync(Func<NpgsqlBatchCommand> next, CancellationToken cancellationToken)
    {
        NpgsqlBatchCommand bite;
        do
        {
            bite = next();
            await using var batch = database.CreateKeyed(bite);
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        while (bite.Rows > 0);
    }

    // One status at a time: each comes from an index in the order in which it is held.
    private static string Cancel(string status) => $"""
        WITH chosen AS (
          SELECT tenant_id, event_id, ordinal FROM deliveries WHERE tenant_id = $1 AND status = '{status}'
          ORDER BY event_id, ordinal LIMIT $2 FOR UPDATE)
        UPDATE deliveries d SET {Cancellation.Set("$3")}
        FROM ({Holding.HeldSql("SELECT * FROM chosen")}) c
        WHERE d.tenant_id = c.tenant_id AND d.event_id = c.event_id AND d.ordinal = c.ordinal AND d.status = '{status}'
        """;
}
