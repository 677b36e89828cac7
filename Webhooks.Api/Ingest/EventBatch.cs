using Npgsql;
using Webhooks.Core.Deliveries;

namespace Webhooks.Api.Ingest;

/// <summary>One group commit: the events that share it, what is stored of them, and the messages to publish afterwards. A writer uses it again and again.</summary>
internal sealed class EventBatch(int capacity, long maxWeight)
{
    private const int HeavyDivisor = 8;

    private readonly Acceptance _acceptance = new();
    private readonly ClaimedKeys _keys = new();
    private readonly List<PendingEvent> _stored = new(capacity);
    private readonly List<DeliveryBatch> _messages = [];
    private long _weight;

    public List<PendingEvent> Events { get; } = new(capacity);

    /// <summary>What the stream carries of it, once it is committed; each has its row in the outbox.</summary>
    public IEnumerable<DeliveryBatch> Messages => _keys.Lost.Count == 0 ? _messages : _messages.Select(WithoutLost).OfType<DeliveryBatch>();

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

    /// <summary>All of it: one transaction and one round trip.</summary>
    public void AddCommands(NpgsqlBatch batch)
    {
        _acceptance.Clear();
        _keys.Clear();
        _stored.Clear();
        _messages.Clear();
        foreach (var pending in Events)
        {
            if (_keys.TryClaim(pending))
            {
                _stored.Add(pending);
                Fill(pending);
            }
        }

        _keys.AddTo(_acceptance.Claims);
        _messages.AddRange(DeliveryBatch.Of(Pending()));
        _messages.ForEach(_acceptance.Messages.Add);
        batch.BatchCommands.Add(_acceptance.Statement());
    }

    /// <summary>Of a key that was taken before.</summary>
    public void Learn(NpgsqlDataReader row) => _keys.Learn(row);

    /// <summary>What has become of one of the events, once it is committed.</summary>
    public IngestResult Answer(PendingEvent pending) => _keys.Answer(pending);

    private bool IsHeavy(PendingEvent pending) => pending.Weight > maxWeight / HeavyDivisor;

    private DeliveryBatch? WithoutLost(DeliveryBatch message)
    {
        DeliveryMessage[] left = [.. message.Deliveries.Where(delivery => !_keys.Lost.Contains(delivery.Header.EventId))];
        return left.Length == 0 ? null : message with { Deliveries = left };
    }

    private void Fill(PendingEvent pending)
    {
        var source = pending.Source;
        _acceptance.Events.Add(
            pending.Id, source.TenantId, source.EventType, source.Form, source.Payload, source.CorrelationId, source.ReferenceId, source.TraceParent);
        for (var ordinal = 0; ordinal < pending.Deliveries.Count; ordinal++)
        {
            var delivery = pending.Deliveries[ordinal];
            _acceptance.Events.Plan(delivery.Endpoint.Value);
            if (delivery.Status != DeliveryStatus.Pending)
            {
                _acceptance.Deliveries.Add(source.TenantId, pending.Id.Value, ordinal, delivery.Endpoint.Value, delivery.Status, delivery.Reason);
            }
        }
    }

    private IEnumerable<DeliveryMessage> Pending()
    {
        foreach (var pending in _stored)
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
}
