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
    private readonly ConcurrentDictionary<string, TenantTurns> _tenants = new(StringComparer.Ordinal);

    /// <summary>Runs the work when its turn has come. It must not ask for another turn.</summary>
    public async ValueTask<T> RunAsync<T>(string tenantId, Func<T> work, CancellationToken cancellationToken)
    {
        var own = Of(tenantId);
        await own.Gate.WaitAsync(cancellationToken);
        return await RunNextAsync(own, work, static () => false, cancellationToken);
    }

    /// <summary>The same, for what would rather be told that it did not run than wait for long.</summary>
    /// <param name="tenantId">Whose work it is.</param>
    /// <param name="work">What is to be done.</param>
    /// <param name="wasTooMuch">Whether the work has cost so much that what waits for it had better not.</param>
    /// <param name="patience">Of the request.</param>
    /// <param name="cancellationToken">Ends the wait, not the work.</param>
    public async ValueTask<(bool HasRun, T? Result)> TryRunAsync<T>(
        string tenantId, Func<T> work, Func<bool> wasTooMuch, TurnPatience patience, CancellationToken cancellationToken)
    {
        var own = Of(tenantId);
        return await own.TryEnterAsync(patience, cancellationToken) ? (true, await RunNextAsync(own, work, wasTooMuch, cancellationToken)) : (false, default);
    }

    public void Dispose()
    {
        _all.Dispose();
        foreach (var own in _tenants.Values)
        {
            own.Dispose();
        }
    }

    private TenantTurns Of(string tenantId) => _tenants.GetOrAdd(tenantId, static _ => new TenantTurns());

    private async ValueTask<T> RunNextAsync<T>(TenantTurns own, Func<T> work, Func<bool> wasTooMuch, CancellationToken cancellationToken)
    {
        try
        {
            await _all.WaitAsync(cancellationToken);
            try
            {
                var result = work();
                if (wasTooMuch())
                {
                    own.Dismiss();
                }

                return result;
            }
            finally
            {
                _all.Release();
            }
        }
        finally
        {
            own.Gate.Release();
        }
    }
}
