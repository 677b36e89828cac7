using System.Diagnostics;

namespace Webhooks.Bench.Limits;

/// <summary>Warms a stage up, then counts for a while.</summary>
internal sealed class Phase(TimeSpan warmUp, TimeSpan measured)
{
    public TimeSpan WarmUp => warmUp;

    public TimeSpan Measured => measured;

    /// <summary>Operations a second of what <paramref name="count"/> counts while <paramref name="work"/> runs; then cancels the work.</summary>
    public async Task<double> MeasureAsync(Func<CancellationToken, Task> work, Func<long> count, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = work(stop.Token);
        await Task.WhenAny(running, Task.Delay(warmUp, cancellationToken));
        var (start, before) = (Stopwatch.GetTimestamp(), count());
        await Task.WhenAny(running, Task.Delay(measured, cancellationToken));
        var rate = (count() - before) / Stopwatch.GetElapsedTime(start).TotalSeconds;
        await stop.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // That is how the work ends.
        }

        return rate;
    }
}
