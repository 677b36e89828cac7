namespace Webhooks.Core.Security;

/// <summary>The time that looking up, connecting and securing have together.</summary>
internal sealed class Budget : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _linked;

    internal Budget(TimeSpan total, TimeProvider time, CancellationToken cancellationToken)
    {
        _timer = new CancellationTokenSource(total, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, cancellationToken);
    }

    internal CancellationToken Token => _linked.Token;

    public void Dispose()
    {
        _linked.Dispose();
        _timer.Dispose();
    }
}
