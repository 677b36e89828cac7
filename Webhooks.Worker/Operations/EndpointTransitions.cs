using Npgsql;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;

namespace Webhooks.Worker.Operations;

/// <summary>The changes of an endpoint's state that the engine makes by itself. Each says whether it was the one to make it.</summary>
internal sealed class EndpointTransitions(NpgsqlDataSource database)
{
    // Another worker may have delivered since: the tenant's latest deliveries tell, and who had more than these would have seen it.
    private const string MarkFailing = $"""
        UPDATE endpoints e SET failing_since = $2 WHERE endpoint_id = $1 AND failing_since IS NULL
          AND NOT EXISTS (
            SELECT FROM (
              SELECT d.endpoint_id, d.status, d.last_attempt_at FROM deliveries d
              WHERE d.tenant_id = e.tenant_id AND d.event_id >= first_id_of($2) ORDER BY d.event_id DESC LIMIT 1000) d
            WHERE d.endpoint_id = e.endpoint_id AND d.status = '{DeliveryStatus.Delivered}' AND d.last_attempt_at > $2)
        """;

    public Task<bool> MarkFailingAsync(EndpointId endpoint, DateTimeOffset since, CancellationToken cancellationToken) =>
        UpdateAsync(MarkFailing, cancellationToken, endpoint.Value, since);

    public Task<bool> MarkRecoveredAsync(EndpointId endpoint, CancellationToken cancellationToken) =>
        UpdateAsync(
            "UPDATE endpoints SET failing_since = NULL WHERE endpoint_id = $1 AND failing_since IS NOT NULL", cancellationToken, endpoint.Value);

    public Task<bool> DisableAsync(EndpointId endpoint, string reason, CancellationToken cancellationToken) =>
        UpdateAsync(
            "UPDATE endpoints SET state = 'disabled', state_reason = $2, updated_at = now() WHERE endpoint_id = $1 AND state = 'active'",
            cancellationToken, endpoint.Value, reason);

    private async Task<bool> UpdateAsync(string sql, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }
}
