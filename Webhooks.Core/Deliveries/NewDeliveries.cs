using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>Deliveries of new events that have something to say at once, as columns.</summary>
public sealed class NewDeliveries
{
    internal const int Columns = 6;

    private readonly List<string> _tenants = [];
    private readonly List<Guid> _events = [];
    private readonly List<short> _ordinals = [];
    private readonly List<Guid> _endpoints = [];
    private readonly List<string> _statuses = [];
    private readonly List<string?> _reasons = [];

    public int Count => _events.Count;

    public void Add(string tenantId, Guid eventId, int ordinal, Guid endpointId, string status, string? reason)
    {
        _tenants.Add(tenantId);
        _events.Add(eventId);
        _ordinals.Add((short)ordinal);
        _endpoints.Add(endpointId);
        _statuses.Add(status);
        _reasons.Add(reason);
    }

    public void Clear()
    {
        _tenants.Clear();
        _events.Clear();
        _ordinals.Clear();
        _endpoints.Clear();
        _statuses.Clear();
        _reasons.Clear();
    }

    /// <inheritdoc cref="NewEvents.InsertSql"/>
    internal static string InsertSql(int first, string where) => $"""
        INSERT INTO deliveries (tenant_id, event_id, ordinal, endpoint_id, status, reason)
        SELECT * FROM unnest({CommandParameters.Numbers(first, Columns)}) AS u (tenant_id, event_id, ordinal, endpoint_id, status, reason) {where}
        """;

    internal NpgsqlBatchCommand AddTo(NpgsqlBatchCommand command) =>
        command.With(_tenants).With(_events).With(_ordinals).With(_endpoints).With(_statuses).With(_reasons);
}
