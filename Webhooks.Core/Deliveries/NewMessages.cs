using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>Messages of first attempts as rows of the outbox: each is deleted when the last of its deliveries has a row of its own.</summary>
public sealed class NewMessages
{
    internal const int Columns = 8;

    private readonly List<Guid> _ids = [];
    private readonly List<Guid> _plannedFrom = [];
    private readonly List<short?> _firstOrdinals = [];
    private readonly List<short?> _endOrdinals = [];
    private readonly List<int> _firsts = [];
    private readonly List<int> _lasts = [];

    // Of all messages, one behind the other.
    private readonly List<Guid> _events = [];
    private readonly List<string> _tenants = [];

    public void Add(DeliveryBatch message)
    {
        var (deliveries, first) = (message.Deliveries, _events.Count);
        foreach (var delivery in deliveries)
        {
            // Those of an event stand together.
            if (_events.Count == first || _events[^1] != delivery.Header.EventId)
            {
                _events.Add(delivery.Header.EventId);
                _tenants.Add(delivery.Header.TenantId);
            }
        }

        var isOne = _events.Count == first + 1;
        _ids.Add(message.Id);
        _plannedFrom.Add(deliveries.Min(static delivery => delivery.Header.EventId));
        _firstOrdinals.Add(isOne ? deliveries[0].Header.Ordinal : null);
        _endOrdinals.Add(isOne ? (short)(deliveries[^1].Header.Ordinal + 1) : null);

        // Places count from 1.
        _firsts.Add(first + 1);
        _lasts.Add(_events.Count);
    }

    public void Clear()
    {
        _ids.Clear();
        _plannedFrom.Clear();
        _firstOrdinals.Clear();
        _endOrdinals.Clear();
        _firsts.Clear();
        _lasts.Clear();
        _events.Clear();
        _tenants.Clear();
    }

    /// <summary>To run in the transaction that stores the events; the columns may change afterwards.</summary>
    public NpgsqlBatchCommand Insert() => AddTo(new NpgsqlBatchCommand(InsertSql(1, "")));

    /// <summary>SQL that notes of each message the events that <paramref name="where"/>, a condition on <c>u</c> or nothing, lets through.</summary>
    internal static string InsertSql(int first, string where) => $"""
        INSERT INTO outbox (batch_id, event_ids, tenant_ids, planned_from, first_ordinal, end_ordinal)
        SELECT m.batch_id, e.event_ids, e.tenant_ids, m.planned_from, m.first_ordinal, m.end_ordinal
        FROM unnest({CommandParameters.Numbers(first, Columns - 2)}) AS m (batch_id, planned_from, first_ordinal, end_ordinal, first, last)
        CROSS JOIN LATERAL (
          SELECT array_agg(u.event_id) AS event_ids, array_agg(u.tenant_id) AS tenant_ids
          FROM unnest((${first + Columns - 2}::uuid[])[m.first:m.last], (${first + Columns - 1}::text[])[m.first:m.last]) AS u (event_id, tenant_id) {where}) e
        WHERE e.event_ids IS NOT NULL
        """;

    internal NpgsqlBatchCommand AddTo(NpgsqlBatchCommand command) => command
        .With<Guid[]>([.. _ids]).With<Guid[]>([.. _plannedFrom]).With<short?[]>([.. _firstOrdinals]).With<short?[]>([.. _endOrdinals])
        .With<int[]>([.. _firsts]).With<int[]>([.. _lasts]).With<Guid[]>([.. _events]).With<string[]>([.. _tenants]);
}
