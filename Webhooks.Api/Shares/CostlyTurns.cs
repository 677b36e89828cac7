using System.Collections.Concurrent;

namespace Webhooks.Api.Shares;

/// <summary>
/// What keeps a processor busy takes turns: one at a time for each tenant, and one at a time altogether, so that whoever has much of it keeps
/// neither the other tenants nor the pool's threads waiting.
/// </summary>
public sealed class CostlyTurns : IDisposable
{
    private readonly SemaphoreSlim _all = new(1, 1);

    // As many as there are tenants, whom the administrator creates.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _tenants = new(StringComparer.Ordinal);

    /// <summary>Runs the work when its turn has come. It must not ask for another turn.</summary>
    public async ValueTask<T> RunAsync<T>(string tenantId, Func<T> work, CancellationToken cancellationToken)
    {
        var own = _tenants.GetOrAdd(tenantId, static _ => new SemaphoreSlim(1, 1));
        await own.WaitAsync(cancellationToken);
        try
        {
            await _all.WaitAsync(cancellationToken);
            try
            {
                return work();
            }
            finally
            {
                _all.Release();
            }
        }
        finally
        {
            own.Release();
        }
    }

    public void Dispose()
    {
        _all.Dispose();
        foreach (var own in _tenants.Values)
        {
            own.Dispose();
        }
    }
}
