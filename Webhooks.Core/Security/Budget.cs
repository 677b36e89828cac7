namespace Webhooks.Core.Security;

/// <summary>A total time that several tries divide among them, so that one silent address leaves time for the next.</summary>
internal sealed class Budget : IDisposable
{
    private readonly TimeSpan _total;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _linked;

    internal Budget(TimeSpan total, TimeProvider time, CancellationToken cancellationToken)
    {
        _total = total;
        _time = time;
        _start = time.GetTimestamp();
        _timer = new CancellationTokenSource(total, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, cancellationToken);
    }

    internal CancellationToken Token => _linked.Token;

    /// <summary>What is left, divided by the number of tries left.</summary>
    internal Budget Share(int tries)
    {
        var left = _total - _time.GetElapsedTime(_start);
        return new Budget(left > TimeSpan.Zero ? left / tries : TimeSpan.Zero, _time, Token);
    }

    public void Dispose()
    {
        _linked.Dispose();
        _timer.Dispose();
    }
}
