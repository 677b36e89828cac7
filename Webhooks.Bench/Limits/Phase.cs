using System.Diagnostics;
using Webhooks.Bench.Measure;

namespace Webhooks.Bench.Limits;

/// <summary>Warms a stage up, then counts for a while.</summary>
/// <param name="warmUp">Not counted.</param>
/// <param name="measured">Counted.</param>
/// <param name="processes">Whose CPU time is the stage's.</param>
internal sealed class Phase(TimeSpan warmUp, TimeSpan measured, IReadOnlyList<ProcessGauge> processes)
{
    public TimeSpan WarmUp => warmUp;

    public TimeSpan Measured => measured;

    /// <summary>The same with a quarter of the warm-up: for a stage that uses up what another has made in as long.</summary>
    public Phase OfASupply() => new(warmUp / 4, measured, processes);

    /// <summary>Counts with <paramref name="count"/> while <paramref name="work"/> runs; then cancels the work.</summary>
    public async Task<Ceiling> MeasureAsync(string stage, Func<CancellationToken, Task> work, Func<long> count, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = work(stop.Token);
        await Task.WhenAny(running, Task.Delay(warmUp, cancellationToken));
        var ceiling = await CountAsync(stage, () => Task.WhenAny(running, Task.Delay(measured, cancellationToken)), count);
        await stop.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // That is how the work ends.
        }

        return ceiling;
    }

    public async Task<Ceiling> CountAsync(string stage, Func<Task> work, Func<long> count)
    {
        var (start, cpu, before) = (Stopwatch.GetTimestamp(), CpuSeconds(), count());
        await work();
        var operations = count() - before;
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new Ceiling(stage, operations / seconds, (CpuSeconds() - cpu) * 1e6 / Math.Max(1, operations));
    }

    private double CpuSeconds() => processes.Sum(process => process.CpuSeconds());
}
