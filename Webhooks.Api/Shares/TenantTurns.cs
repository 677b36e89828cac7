namespace Webhooks.Api.Shares;

/// <summary>A tenant's turns at costly work: one at a time.</summary>
internal sealed class TenantTurns : IDisposable
{
    private int _dismissals;

    /// <summary>Held by whoever has the turn.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>False when the turn has not come in time, or something that waited with it was found to cost too much.</summary>
    public async ValueTask<bool> TryEnterAsync(TurnPatience patience, CancellationToken cancellationToken)
    {
        var before = Volatile.Read(ref _dismissals);
        if (!await patience.WaitAsync(Gate, cancellationToken))
        {
            return false;
        }

        if (patience.Stays || before == Volatile.Read(ref _dismissals))
        {
            return true;
        }

        Gate.Release();
        return false;
    }

    /// <summary>Sends those away who wait now, for what comes next may take as long as what has just been.</summary>
    public void Dismiss() => Interlocked.Increment(ref _dismissals);

    public void Dispose() => Gate.Dispose();
}
