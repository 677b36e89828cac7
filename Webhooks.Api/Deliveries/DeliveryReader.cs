using Npgsql;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Storage;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Deliveries;

/// <summary>Turns rows into what the API shows.</summary>
internal static class DeliveryReader
{
    public const string Columns = $"""
        d.event_id, d.ordinal, e.event_type, d.endpoint_id, e.reference_id, {EventColumns.CorrelationId}, d.status, d.reason, d.attempts, d.cycle,
        d.last_status_code, d.error, d.last_attempt_at, d.next_attempt_at, d.dead_lettered_at
        """;

    public const string AttemptColumns =
        "attempt, cycle, started_at, duration_ms, dns_ms, connect_ms, tls_ms, first_byte_ms, status_code, error_class, error, response, url";

    public static DeliveryAnswer Read(NpgsqlDataReader row, ConfigDirectory directory)
    {
        var id = new DeliveryId(new EventId(row.GetGuid(0)), row.GetInt16(1));
        var endpoint = new EndpointId(row.GetGuid(3));
        var (config, status) = (directory.FindEndpoint(endpoint), row.GetString(6));

        // What was parked before for another reason waits for the endpoint's state all the same.
        var stop = status != DeliveryStatus.Parked ? null : config?.State switch
        {
            EndpointState.Paused => ParkReason.Paused,
            EndpointState.Disabled => ParkReason.Disabled,
            _ => null,
        };
        return new DeliveryAnswer
        {
            Id = id.ToString(),
            EventId = id.Event.ToString(),
            EventType = row.GetString(2),
            EndpointId = endpoint.ToString(),
            EndpointUrl = config?.Url.OriginalString,
            ReferenceId = row.TextOrNull(4),
            CorrelationId = row.GetString(5),
            Status = status,
            Reason = stop ?? row.TextOrNull(7),
            Attempts = row.GetInt32(8),
            Cycle = row.GetInt32(9),
            LastStatusCode = row.NumberOrNull(10),
            ErrorMessage = row.TextOrNull(11),
            CreatedAt = id.Event.CreatedAt,
            LastAttemptAt = row.TimeOrNull(12),
            NextAttemptAt = stop is null ? row.TimeOrNull(13) : null,
            DeadLetteredAt = row.TimeOrNull(14),
        };
    }

    public static AttemptAnswer ReadAttempt(NpgsqlDataReader row) => new(
        row.GetInt32(0), row.GetInt32(1), row.GetFieldValue<DateTimeOffset>(2), Milliseconds(row, 3) ?? 0,
        Milliseconds(row, 4), Milliseconds(row, 5), Milliseconds(row, 6), Milliseconds(row, 7),
        row.NumberOrNull(8), row.TextOrNull(9), row.TextOrNull(10), row.TextOrNull(11), row.TextOrNull(12));

    private static double? Milliseconds(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : Math.Round(row.GetFloat(column), 2);
}
