using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>The deliveries of new events, as columns.</summary>
public sealed class NewDeliveries(int capacity)
{
    private readonly List<Guid> _events = new(capacity);
    private readonly List<short> _ordinals = new(capacity);
    private readonly List<string> _tenants = new(capacity);
    private readonly List<Guid> _endpoints = new(capacity);
    private readonly List<string> _statuses = new(capacity);
    private readonly List<string?> _reasons = new(capacity);

    public int Count => _events.Count;

    public void Add(Guid eventId, int ordinal, string tenantId, Guid endpointId, string status, string? reason)
    {
        _events.Add(eventId);
        _ordinals.Add((short)ordinal);
        _tenants.Add(tenantId);
        _endpoints.Add(endpointId);
        _statuses.Add(status);
        _reasons.Add(reason);
    }

    public void Clear()
    {
        _events.Clear();
        _ordinals.Clear();
        _tenants.Clear();
        _endpoints.Clear();
        _statuses.Clear();
        _reasons.Clear();
    }

    /// <summary>To run in the transaction that stores the events; the columns must not change before it has run.</summary>
    public NpgsqlBatchCommand Insert(Guid batchId) => new NpgsqlBatchCommand("""
        INSERT INTO deliveries (event_id, ordinal, tenant_id, endpoint_id, status, reason, batch_id)
        SELECT u.*, $7 FROM unnest($1, $2, $3, $4, $5, $6) u
        """).With(_events).With(_ordinals).With(_tenants).With(_endpoints).With(_statuses).With(_reasons).With(batchId);
}
