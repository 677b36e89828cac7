using Npgsql;
using Webhooks.Core.Deliveries;

namespace Webhooks.Api.Ingest;

/// <summary>
/// One group commit: the events and deliveries as columns for <c>unnest</c>, in lists that a writer uses again and
/// again, and the messages to publish afterwards.
/// </summary>
internal sealed class EventBatch(int capacity, long maxWeight)
{
    private const int HeavyDivisor = 8;

    private readonly List<Guid> _eventIds = new(capacity);
    private readonly List<string> _tenantIds = new(capacity);
    private readonly List<string> _types = new(capacity);
    private readonly List<short> _forms = new(capacity);
    private readonly List<string?> _references = new(capacity);
    private readonly List<string> _correlations = new(capacity);
    private readonly List<string?> _traces = new(capacity);
    private readonly List<ReadOnlyMemory<byte>> _payloads = new(capacity);

    private readonly NewDeliveries _deliveries = new(capacity);
    private long _weight;

    public List<PendingEvent> Events { get; } = new(capacity);

    /// <summary>False when it would be too full with it. Heavy events go with their like, so that whoever has light ones never pays for them.</summary>
    public bool Takes(PendingEvent pending) =>
        Events.Count == 0 || (Events.Count < capacity && _weight + pending.Weight <= maxWeight && IsHeavy(pending) == IsHeavy(Events[0]));

    public void Add(PendingEvent pending)
    {
        Events.Add(pending);
        _weight += pending.Weight;
    }

    public void Clear()
    {
        Events.Clear();
        _weight = 0;
    }

    /// <summary>The statements of the batch; together they are one implicit transaction and one round trip.</summary>
    public void AddCommands(NpgsqlBatch batch, Guid batchId)
    {
        FillColumns();
        if (_eventIds.Count == 0)
        {
            return;
        }

        batch.BatchCommands.Add(Insert("""
            INSERT INTO events (event_id, tenant_id, event_type, form, reference_id, correlation_id, trace_parent, payload)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)
            """, _eventIds, _tenantIds, _types, _forms, _references, _correlations, _traces, _payloads));
        if (_deliveries.Count == 0)
        {
            return;
        }

        batch.BatchCommands.Add(_deliveries.Insert(batchId));
        batch.BatchCommands.Add(Outbox.Insert(batchId, [.. _eventIds]));
    }

    /// <summary>What the stream carries of it.</summary>
    public IEnumerable<DeliveryBatch> Messages() => DeliveryBatch.Of(Pending());

    private bool IsHeavy(PendingEvent pending) => pending.Weight > maxWeight / HeavyDivisor;

    private IEnumerable<DeliveryMessage> Pending()
    {
        foreach (var pending in Events)
        {
            for (var ordinal = 0; ordinal < pending.Deliveries.Count; ordinal++)
            {
                var delivery = pending.Deliveries[ordinal];
                if (delivery.Status == DeliveryStatus.Pending)
                {
                    yield return Message(pending, (short)ordinal, delivery);
                }
            }
        }
    }

    private static DeliveryMessage Message(PendingEvent pending, short ordinal, PlannedDelivery delivery) => new(
        new DeliveryHeader
        {
            EventId = pending.Id.Value,
            Ordinal = ordinal,
            TenantId = pending.Source.TenantId,
            EndpointId = delivery.Endpoint.Value,
            EventType = pending.Source.EventType,
            Form = pending.Source.Form,
            Cycle = 1,
            CorrelationId = pending.Source.CorrelationId,
            ReferenceId = pending.Source.ReferenceId,
            TraceParent = pending.Source.TraceParent,
        },
        pending.Source.Payload);

    private void FillColumns()
    {
        ClearColumns();
        foreach (var pending in Events)
        {
            var source = pending.Source;
            _eventIds.Add(pending.Id.Value);
            _tenantIds.Add(source.TenantId);
            _types.Add(source.EventType);
            _forms.Add((short)source.Form);
            _references.Add(source.ReferenceId);
            _correlations.Add(source.CorrelationId);
            _traces.Add(source.TraceParent);
            _payloads.Add(source.Payload);
            for (var ordinal = 0; ordinal < pending.Deliveries.Count; ordinal++)
            {
                var delivery = pending.Deliveries[ordinal];
                _deliveries.Add(
                    pending.Id.Value, ordinal, source.TenantId, delivery.Endpoint.Value, delivery.Status, delivery.Reason);
            }
        }
    }

    private void ClearColumns()
    {
        foreach (var column in (System.Collections.IList[])
            [_eventIds, _tenantIds, _types, _forms, _references, _correlations, _traces, _payloads])
        {
            column.Clear();
        }

        _deliveries.Clear();
    }

    private static NpgsqlBatchCommand Insert(string sql, params ReadOnlySpan<object> columns)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var column in columns)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = column });
        }

        return command;
    }
}
