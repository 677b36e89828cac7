using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Events;
using Webhooks.Core.Storage;
using Webhooks.Core.Tenants;

namespace Webhooks.Worker.Operations;

/// <summary>
/// Events about the platform itself, delivered to a tenant's own operational endpoints like any other event:
/// stored with their deliveries and their outbox row in one transaction.
/// </summary>
internal sealed class OperationalEvents(
    NpgsqlDataSource database, Outbox outbox, ConfigDirectory directory, TimeProvider time)
{
    public const string EndpointFailing = "endpoint.failing";
    public const string EndpointDisabled = "endpoint.disabled";
    public const string EndpointRecovered = "endpoint.recovered";
    public const string DeliveryExhausted = "delivery.exhausted";

    /// <summary>Does nothing for a tenant without an operational endpoint, nor about one: it could only tell itself.</summary>
    public async Task PublishAsync(string type, EndpointConfig about, OperationalData data, CancellationToken cancellationToken)
    {
        var listeners = directory.FindTenant(about.TenantId)?.Endpoints
            .Where(endpoint => endpoint is { IsOperational: true, State: EndpointState.Active } && endpoint.Filter.Matches(type))
            .ToArray() ?? [];
        if (about.IsOperational || listeners.Length == 0)
        {
            return;
        }

        var eventId = EventId.New(time);
        await using var batch = database.CreateBatch();
        var stored = Event(eventId, about.TenantId, type, data);
        batch.BatchCommands.Add(stored.With<Guid[]>([.. listeners.Select(listener => listener.Id.Value)]));
        var messages = DeliveryBatch.Of(listeners.Select((listener, ordinal) => Message(eventId, about.TenantId, type, listener, (short)ordinal))).ToList();
        var rows = new NewMessages();
        messages.ForEach(rows.Add);
        batch.BatchCommands.Add(rows.Insert());
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await outbox.PublishAsync([.. messages.Select(message => message.Id)], cancellationToken);
    }

    // Only to be noted: what is published is read again.
    private static DeliveryMessage Message(EventId id, string tenantId, string type, EndpointConfig listener, short ordinal) => new(
        new DeliveryHeader
        {
            EventId = id.Value,
            Ordinal = ordinal,
            TenantId = tenantId,
            EndpointId = listener.Id.Value,
            EventType = type,
            Cycle = 1,
            CorrelationId = "",
        },
        ReadOnlyMemory<byte>.Empty);

    private static NpgsqlBatchCommand Event(EventId id, string tenantId, string type, OperationalData data) => new($"""
        INSERT INTO events (event_id, tenant_id, event_type, form, correlation_id, trace_parent, payload, endpoint_ids)
        SELECT $1, $2, $3, $4, {EventColumns.StoredCorrelationId}, u.trace_parent, $7, $8 FROM (VALUES ($5, $6)) AS u (correlation_id, trace_parent)
        """)
    {
        Parameters =
        {
            new NpgsqlParameter<Guid> { TypedValue = id.Value },
            new NpgsqlParameter<string> { TypedValue = tenantId },
            new NpgsqlParameter<string> { TypedValue = type },
            new NpgsqlParameter<short> { TypedValue = (short)EventForm.Typed },
            new NpgsqlParameter<string> { TypedValue = Activity.Current?.TraceId.ToHexString() ?? id.Value.ToString("N") },
            new NpgsqlParameter<string?> { TypedValue = Activity.Current?.Id },
            new NpgsqlParameter<byte[]> { TypedValue = JsonSerializer.SerializeToUtf8Bytes(data, OperationalDataContext.Default.OperationalData) },
        },
    };
}
