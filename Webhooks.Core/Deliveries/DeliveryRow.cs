using Npgsql;
using Webhooks.Core.Events;

namespace Webhooks.Core.Deliveries;

/// <summary>Turns a stored delivery back into the message that carries it.</summary>
internal static class DeliveryRow
{
    /// <summary>Columns for <see cref="ReadMessage"/>, of deliveries <c>d</c> and events <c>e</c>.</summary>
    public const string Columns = $"""
        d.event_id, d.ordinal, d.tenant_id, d.endpoint_id, e.event_type, e.form, d.cycle, d.attempts,
        d.attempts - d.budget_start, {EventColumns.CorrelationId}, e.reference_id, e.trace_parent, e.payload, d.is_resend, d.status, d.next_attempt_at
        """;

    /// <summary>How many columns there are.</summary>
    public const int Count = 16;

    public static DeliveryMessage ReadMessage(NpgsqlDataReader row, bool republished)
    {
        var isHandedOver = row.GetString(14) == DeliveryStatus.Retrying;
        var counted = isHandedOver ? 1 : 0;
        var header = new DeliveryHeader
        {
            EventId = row.GetGuid(0),
            Ordinal = row.GetInt16(1),
            TenantId = row.GetString(2),
            EndpointId = row.GetGuid(3),
            EventType = row.GetString(4),
            Form = (EventForm)row.GetInt16(5),
            Cycle = row.GetInt32(6),
            PriorAttempts = row.GetInt32(7) - counted,
            BudgetUsed = row.GetInt32(8) - counted,
            CorrelationId = row.GetString(9),
            ReferenceId = row.IsDBNull(10) ? null : row.GetString(10),
            TraceParent = row.IsDBNull(11) ? null : row.GetString(11),
            Republished = republished,
            IsResend = row.GetBoolean(13),
            IsHandedOver = isHandedOver,
            DueAt = isHandedOver && !row.IsDBNull(15) ? row.GetFieldValue<DateTimeOffset>(15) : null,
        };
        return new DeliveryMessage(header, row.GetFieldValue<byte[]>(12));
    }
}
