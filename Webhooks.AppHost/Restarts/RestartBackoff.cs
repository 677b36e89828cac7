namespace Webhooks.AppHost.Restarts;

/// <summary>The pause before an instance is started again: doubled while it keeps ending, back to the first one after it ran well for a while.</summary>
internal sealed class RestartBackoff(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RanWell = TimeSpan.FromSeconds(30);

    private TimeSpan _next = First;
    private long _started = time.GetTimestamp();

    public void Started() => _started = time.GetTimestamp();

    public TimeSpan Next()
    {
        if (time.GetElapsedTime(_started) >= RanWell)
        {
            _next = First;
        }

        var pause = _next;
        _next = TimeSpan.FromTicks(Math.Min(_next.Ticks * 2, Longest.Ticks));
        return pause;
    }
}
