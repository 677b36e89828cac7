using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>Claims of idempotency keys by new events, as columns: each key of a tenant once.</summary>
public sealed class NewClaims
{
    internal const int Columns = 4;

    private readonly List<string> _tenants = [];
    private readonly List<string> _keys = [];
    private readonly List<ReadOnlyMemory<byte>> _bodyHashes = [];
    private readonly List<Guid> _events = [];

    public int Count => _keys.Count;

    /// <summary>In one order everywhere, because two writers that claim the same keys in different orders would deadlock.</summary>
    public void Add(string tenantId, string key, ReadOnlyMemory<byte> bodyHash, Guid eventId)
    {
        _tenants.Add(tenantId);
        _keys.Add(key);
        _bodyHashes.Add(bodyHash);
        _events.Add(eventId);
    }

    public void Clear()
    {
        _tenants.Clear();
        _keys.Clear();
        _bodyHashes.Clear();
        _events.Clear();
    }

    /// <summary>
    /// SQL that claims what can be claimed and returns of every key whose it is. The update changes nothing: it returns the owner of a key
    /// also when that was committed a moment ago, which no look at the table from the same statement would find.
    /// </summary>
    internal static string ClaimSql(int first) => $"""
        INSERT INTO idempotency_keys AS k (tenant_id, key, body_hash, event_id) SELECT * FROM unnest({CommandParameters.Numbers(first, Columns)})
        ON CONFLICT (tenant_id, key) DO UPDATE SET event_id = k.event_id
        RETURNING k.tenant_id, k.key, k.event_id, k.body_hash
        """;

    /// <summary>SQL of the events that claim.</summary>
    internal static string EventsSql(int first) => $"SELECT event_id FROM unnest(${first + Columns - 1}) AS own (event_id)";

    internal NpgsqlBatchCommand AddTo(NpgsqlBatchCommand command) => command.With(_tenants).With(_keys).With(_bodyHashes).With(_events);
}
