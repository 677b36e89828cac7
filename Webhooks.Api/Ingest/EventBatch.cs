using Npgsql;
using Webhooks.Core.Deliveries;

namespace Webhooks.Api.Ingest;

/// <summary>
/// One group commit: the events with their plans as columns for <c>unnest</c>, in lists that a writer uses again and
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

    private readonly List<Guid> _endpoints = new(capacity);
    private readonly List<int> _firsts = new(capacity);
    private readonly List<int> _lasts = new(capacity);

    private readonly NewDeliveries _skipped = new();
    private readonly List<DeliveryBatch> _messages = [];
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
    public void AddCommands(NpgsqlBatch batch)
    {
        FillColumns();
        _messages.Clear();
        _messages.AddRange(DeliveryBatch.Of(Pending()));
        if (_eventIds.Count == 0)
        {
            return;
        }

        batch.BatchCommands.Add(Insert("""
            INSERT INTO events (event_id, tenant_id, event_type, form, reference_id, correlation_id, trace_parent, payload, endpoint_ids)
            SELECT u.event_id, u.tenant_id, u.event_type, u.form, u.reference_id, u.correlation_id, u.trace_parent, u.payload, ($9::uuid[])[u.first:u.last]
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $10, $11)
              AS u (event_id, tenant_id, event_type, form, reference_id, correlation_id, trace_parent, payload, first, last)
            """, _eventIds, _tenantIds, _types, _forms, _references, _correlations, _traces, _payloads, _endpoints, _firsts, _lasts));
        if (_skipped.Count > 0)
        {
            batch.BatchCommands.Add(_skipped.Insert());
        }

        foreach (var message in _messages)
        {
            batch.BatchCommands.Add(Outbox.Insert(message));
        }
    }

    /// <summary>What the stream carries of it, once the commands were made; each has its row in the outbox.</summary>
    public IReadOnlyList<DeliveryBatch> Messages => _messages;

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
            FillPlan(pending);
        }
    }

    // The plans one behind the other, because no list of lists goes into a parameter; places count from 1.
    private void FillPlan(PendingEvent pending)
    {
        _firsts.Add(_endpoints.Count + 1);
        for (var ordinal = 0; ordinal < pending.Deliveries.Count; ordinal++)
        {
            var delivery = pending.Deliveries[ordinal];
            _endpoints.Add(delivery.Endpoint.Value);
            if (delivery.Status != DeliveryStatus.Pending)
            {
                _skipped.Add(pending.Source.TenantId, pending.Id.Value, ordinal, delivery.Endpoint.Value, delivery.Status, delivery.Reason);
            }
        }

        _lasts.Add(_endpoints.Count);
    }

    private void ClearColumns()
    {
        foreach (var column in (System.Collections.IList[])
            [_eventIds, _tenantIds, _types, _forms, _references, _correlations, _traces, _payloads, _endpoints, _firsts, _lasts])
        {
            column.Clear();
        }

        _skipped.Clear();
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
