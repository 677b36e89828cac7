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
        var own = Of(tenantId);
        await own.WaitAsync(cancellationToken);
        return await RunNextAsync(own, work, cancellationToken);
    }

    /// <summary>The same, for what would rather be told that it did not run than wait for long.</summary>
    public async ValueTask<(bool HasRun, T? Result)> TryRunAsync<T>(string tenantId, Func<T> work, TurnPatience patience, CancellationToken cancellationToken)
    {
        var own = Of(tenantId);
        return await patience.WaitAsync(own, cancellationToken) ? (true, await RunNextAsync(own, work, cancellationToken)) : (false, default);
    }

    public void Dispose()
    {
        _all.Dispose();
        foreach (var own in _tenants.Values)
        {
            own.Dispose();
        }
    }

    private SemaphoreSlim Of(string tenantId) => _tenants.GetOrAdd(tenantId, static _ => new SemaphoreSlim(1, 1));

    private async ValueTask<T> RunNextAsync<T>(SemaphoreSlim own, Func<T> work, CancellationToken cancellationToken)
    {
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
}
