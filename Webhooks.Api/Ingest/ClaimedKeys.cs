using Npgsql;
using Webhooks.Core.Deliveries;

namespace Webhooks.Api.Ingest;

/// <summary>
/// The idempotency keys of a commit. Of the requests with one key the first claims it; whether it was somebody else's before, the
/// database says. So of any number of requests with one key exactly one stores an event, and the others learn which.
/// </summary>
internal sealed class ClaimedKeys
{
    private readonly Dictionary<(string Tenant, string Key), (EventId Owner, ReadOnlyMemory<byte> BodyHash)> _owners = [];
    private readonly HashSet<Guid> _lost = [];

    /// <summary>Events that are not stored although they were sent, because their key was taken.</summary>
    public IReadOnlySet<Guid> Lost => _lost;

    /// <summary>False when an event of this commit claims the key already. Who has none may go on.</summary>
    public bool TryClaim(PendingEvent pending) =>
        pending.Source.Idempotency is not { } claim || _owners.TryAdd((pending.Source.TenantId, claim.Key), (pending.Id, claim.BodyHash));

    public void AddTo(NewClaims claims)
    {
        foreach (var (key, owner) in _owners.OrderBy(static one => one.Key.Tenant, StringComparer.Ordinal).ThenBy(static one => one.Key.Key, StringComparer.Ordinal))
        {
            claims.Add(key.Tenant, key.Key, owner.BodyHash, owner.Owner.Value);
        }
    }

    /// <summary>A row of <see cref="Acceptance"/>: the key is that event's.</summary>
    public void Learn(NpgsqlDataReader row)
    {
        var key = (row.GetString(0), row.GetString(1));
        _lost.Add(_owners[key].Owner.Value);
        _owners[key] = (new EventId(row.GetGuid(2)), row.GetFieldValue<byte[]>(3));
    }

    public IngestResult Answer(PendingEvent pending)
    {
        if (pending.Source.Idempotency is not { } claim)
        {
            return new IngestResult(IngestOutcome.Accepted, pending.Id);
        }

        var (owner, bodyHash) = _owners[(pending.Source.TenantId, claim.Key)];
        var isSame = bodyHash.Span.SequenceEqual(claim.BodyHash.Span);
        return new IngestResult(owner == pending.Id ? IngestOutcome.Accepted : isSame ? IngestOutcome.Replayed : IngestOutcome.KeyReused, owner);
    }

    public void Clear()
    {
        _owners.Clear();
        _lost.Clear();
    }
}
