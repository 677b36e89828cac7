using System.Collections.Concurrent;

namespace Webhooks.Api.Shares;

/// <summary>Each tenant's share of the processors for costly checks.</summary>
public sealed class CheckingShares(TimeProvider time)
{
    // As many as there are tenants, whom the administrator creates.
    private readonly ConcurrentDictionary<string, CheckingShare> _tenants = new(StringComparer.Ordinal);

    public CheckingShare Of(string tenantId) => _tenants.GetOrAdd(tenantId, static (_, time) => new CheckingShare(time), time);
}
