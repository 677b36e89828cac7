using Npgsql;
using Webhooks.Core.Events;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>New events with their plans, as columns.</summary>
public sealed class NewEvents
{
    internal const int Columns = 11;

    private readonly List<Guid> _ids = [];
    private readonly List<string> _tenants = [];
    private readonly List<string> _types = [];
    private readonly List<short> _forms = [];
    private readonly List<string?> _references = [];
    private readonly List<string> _correlations = [];
    private readonly List<string?> _traces = [];
    private readonly List<ReadOnlyMemory<byte>> _payloads = [];
    private readonly List<int> _firsts = [];
    private readonly List<int> _lasts = [];

    // The plans one behind the other, because no list of lists goes into a parameter.
    private readonly List<Guid> _endpoints = [];

    public int Count => _ids.Count;

    /// <summary>The plan of an event is what is planned until the next one is added.</summary>
    public void Add(
        EventId id, string tenantId, string type, EventForm form, ReadOnlyMemory<byte> payload, string correlationId, string? referenceId, string? traceParent)
    {
        _ids.Add(id.Value);
        _tenants.Add(tenantId);
        _types.Add(type);
        _forms.Add((short)form);
        _references.Add(referenceId);
        _correlations.Add(correlationId);
        _traces.Add(traceParent);
        _payloads.Add(payload);

        // Places count from 1; an empty plan ends before it begins.
        _firsts.Add(_endpoints.Count + 1);
        _lasts.Add(_endpoints.Count);
    }

    public void Plan(Guid endpoint)
    {
        _endpoints.Add(endpoint);
        _lasts[^1] = _endpoints.Count;
    }

    public void Clear()
    {
        _ids.Clear();
        _tenants.Clear();
        _types.Clear();
        _forms.Clear();
        _references.Clear();
        _correlations.Clear();
        _traces.Clear();
        _payloads.Clear();
        _firsts.Clear();
        _lasts.Clear();
        _endpoints.Clear();
    }

    /// <summary>SQL that stores those that <paramref name="where"/>, a condition on <c>u</c> or nothing, lets through.</summary>
    internal static string InsertSql(int first, string where) => $"""
        INSERT INTO events (event_id, tenant_id, event_type, form, reference_id, correlation_id, trace_parent, payload, endpoint_ids)
        SELECT u.event_id, u.tenant_id, u.event_type, u.form, u.reference_id, {EventColumns.StoredCorrelationId}, u.trace_parent, u.payload,
          (${first + Columns - 1}::uuid[])[u.first:u.last]
        FROM unnest({CommandParameters.Numbers(first, Columns - 1)})
          AS u (event_id, tenant_id, event_type, form, reference_id, correlation_id, trace_parent, payload, first, last)
        {where}
        """;

    internal NpgsqlBatchCommand AddTo(NpgsqlBatchCommand command) => command
        .With(_ids).With(_tenants).With(_types).With(_forms).With(_references).With(_correlations).With(_traces).With(_payloads)
        .With(_firsts).With(_lasts).With(_endpoints);
}
