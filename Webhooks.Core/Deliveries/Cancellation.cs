using Npgsql;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Events;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>
/// Withdraws deliveries that have not ended. A message that still waits for one is dropped when it comes, also where a worker holds it already;
/// an attempt that is under way is not called back, and counts as it ends.
/// </summary>
public sealed class Cancellation(NpgsqlDataSource database, PlannedRows planned)
{
    internal const string ByTheTenant = "cancelled by the tenant";

    private const int Bite = 2_000;
    private const string EndpointDeleted = "endpoint deleted";

    private static readonly string CancelEvent = $"""
        UPDATE deliveries d SET {Set("$4")}
        WHERE event_id = $2 AND tenant_id = $1 AND ($3::smallint IS NULL OR ordinal = $3) AND status IN ({Transitions.Cancel.FromSql})
        """;

    /// <summary>Cancels an event's open deliveries, or only the one of <paramref name="ordinal"/>; returns how many.</summary>
    public async Task<int> CancelAsync(string tenantId, EventId eventId, short? ordinal, CancellationToken cancellationToken)
    {
        var cancel = new NpgsqlBatchCommand(CancelEvent).With(tenantId).With(eventId.Value).With(ordinal).With(ByTheTenant);
        await using var batch = database.CreateKeyed(
            PlannedRows.OfEvent(tenantId, eventId.Value), Holding.OfEvent(Transitions.Cancel, tenantId, eventId.Value, ordinal), cancel,
            Withdrawal.Notice(tenantId, eventId.Value));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return (int)cancel.Rows;
    }

    /// <summary>Cancels what waits for an endpoint that was deleted, in bites; what a worker holds it cancels itself.</summary>
    public async Task CancelAsync(string tenantId, EndpointId endpoint, CancellationToken cancellationToken)
    {
        await planned.MakeAsync(tenantId, endpoint.Value, Guid.Empty, Guid.AllBitsSet, cancellationToken);
        foreach (var state in Transitions.Cancel.From)
        {
            var (from, count) = (Guid.Empty, Bite);
            while (count == Bite)
            {
                await using var command = database.CreateKeyed(
                    new NpgsqlBatchCommand(OfEndpoint(state)).With(tenantId).With(endpoint.Value).With(from).With(EndpointDeleted));
                await using var row = await command.ExecuteReaderAsync(cancellationToken);
                await row.ReadAsync(cancellationToken);
                count = (int)row.GetInt64(0);
                from = count == 0 ? from : row.GetGuid(1);
            }
        }

        // For those under way: the endpoint itself is known to be gone by its own notice.
        await using var notice = database.CreateKeyed(Withdrawal.Notice(tenantId, eventId: null));
        await notice.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>SQL that withdraws row <c>d</c>, whose attempt may be under way.</summary>
    internal static string Set(string reason) => $"""
        status = {Transitions.Cancel.ToSql}, next_attempt_at = NULL,
        reason = {reason} || CASE WHEN d.status = {Transitions.Begin.ToSql} THEN '{AttemptsUnderWay.Note}' ELSE '' END,
        last_attempt_at = CASE WHEN d.status = {Transitions.Begin.ToSql} THEN now() ELSE d.last_attempt_at END
        """;

    // One state at a time, in the order of its index; where an earlier bite ended, the next begins.
    private static string OfEndpoint(DeliveryState state) => $"""
        WITH chosen AS (
          SELECT event_id, ordinal FROM deliveries
          WHERE tenant_id = $1 AND endpoint_id = $2 AND status = '{DeliveryStatus.Of(state)}' AND event_id >= $3
          ORDER BY event_id, ordinal LIMIT {Bite} FOR UPDATE),
        gone AS (
          UPDATE deliveries d SET {Set("$4")}
          FROM ({Holding.HeldSql("SELECT $1::text AS tenant_id, event_id, ordinal FROM chosen")}) c
          WHERE d.tenant_id = c.tenant_id AND d.event_id = c.event_id AND d.ordinal = c.ordinal)
        SELECT count(*), (SELECT event_id FROM chosen ORDER BY event_id DESC LIMIT 1) FROM chosen
        """;
}
