using Npgsql;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Retries;

namespace Webhooks.Worker.Consuming;

/// <summary>
/// Looks at the rows of messages that may be stale: handed out before, published twice, or old enough to have been
/// cancelled or retried by hand meanwhile. One query for as many as there are.
/// </summary>
internal sealed class RowCheck(NpgsqlDataSource database)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public async Task<Dictionary<DeliveryId, RowState>> ReadAsync(IReadOnlyCollection<DeliveryMessage> messages, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Timeout);
        await using var command = database.CreateCommand("""
            SELECT u.event_id, u.ordinal, coalesce(d.cycle, 1), coalesce(d.status, 'pending'), d.dead_lettered_at IS NOT NULL,
              coalesce(d.attempts - d.budget_start, 0), d.last_status_code, coalesce(d.attempts, 0)
            FROM unnest($1, $2, $3) AS u (tenant_id, event_id, ordinal)
            JOIN events e ON e.tenant_id = u.tenant_id AND e.event_id = u.event_id
            LEFT JOIN deliveries d ON d.tenant_id = u.tenant_id AND d.event_id = u.event_id AND d.ordinal = u.ordinal
            WHERE e.endpoint_ids[u.ordinal + 1] IS NOT NULL
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. messages.Select(m => m.Header.TenantId)] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. messages.Select(m => m.Header.EventId)] });
        command.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = [.. messages.Select(m => m.Header.Ordinal)] });
        await using var rows = await command.ExecuteReaderAsync(deadline.Token);
        var states = new Dictionary<DeliveryId, RowState>();
        while (await rows.ReadAsync(deadline.Token))
        {
            var id = new DeliveryId(new EventId(rows.GetGuid(0)), rows.GetInt16(1));
            var attempts = rows.GetInt32(5);
            var status = rows.IsDBNull(6) ? 0 : rows.GetInt32(6);
            states[id] = new RowState(
                rows.GetInt32(2), rows.GetString(3), rows.GetBoolean(4), rows.GetInt32(7),
                attempts == 0 ? null : status > 0 ? DeliveryOutcome.Answered(status) : DeliveryOutcome.Broken(AttemptError.Unknown));
        }

        return states;
    }
}

