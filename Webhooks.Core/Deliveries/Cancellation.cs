using Npgsql;
using Webhooks.Core.Events;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>
/// Withdraws deliveries that have not ended. The message that may still wait for one is of an earlier cycle from then on;
/// an attempt that is under way is not called back.
/// </summary>
public sealed class Cancellation(NpgsqlDataSource database)
{
    /// <summary>Cancels an event's open deliveries, or only the one of <paramref name="ordinal"/>; returns how many.</summary>
    public async Task<int> CancelAsync(string tenantId, EventId eventId, short? ordinal, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            UPDATE deliveries SET status = 'cancelled', reason = 'cancelled by the tenant', cycle = cycle + 1, next_attempt_at = NULL
            WHERE event_id = $2 AND tenant_id = $1 AND ($3::smallint IS NULL OR ordinal = $3)
              AND status IN ('pending', 'in_progress', 'retrying', 'parked')
            """).With(tenantId).With(eventId.Value).With(ordinal);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
