using System.Diagnostics;
using Webhooks.Bench.Report;

namespace Webhooks.Bench.Measure;

/// <summary>Watches processes during a run: CPU between start and stop, memory once a second.</summary>
internal sealed class ResourceMeter : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<ProcessGauge> _gauges;
    private readonly double[] _cpuAtStart;
    private readonly double[] _peaks;
    private readonly (double Busy, double Stolen) _machineAtStart = ProcFile.ReadMachineCpu();
    private readonly double _loadAtStart = ProcFile.ReadLoad();
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<MemorySample> _samples = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sampling;

    public ResourceMeter(IReadOnlyList<ProcessGauge> gauges)
    {
        _gauges = gauges;
        _cpuAtStart = [.. gauges.Select(gauge => gauge.CpuSeconds())];
        _peaks = new double[gauges.Count];
        _sampling = SampleAsync();
    }

    /// <param name="events">What the CPU time is divided by.</param>
    public async Task<ResourceReport> StopAsync(long events)
    {
        var wall = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        var cpu = _gauges.Select((gauge, i) => gauge.CpuSeconds() - _cpuAtStart[i]).ToArray();
        var machine = ProcFile.ReadMachineCpu();
        await _stop.CancelAsync();
        await _sampling;
        return new ResourceReport
        {
            Processes =
            [
                .. _gauges.Select((gauge, i) => new ProcessReport(
                    gauge.Name, cpu[i], events == 0 ? 0 : cpu[i] * 1e6 / events, gauge.MemoryMebibytes(), _peaks[i])),
            ],
            Memory = _samples,
            WallSeconds = wall,
            CoresBusyElsewhere = Math.Max(0, machine.Busy - _machineAtStart.Busy - cpu.Sum()) / wall,
            CoresStolen = (machine.Stolen - _machineAtStart.Stolen) / wall,
            LoadAverageBefore = _loadAtStart,
        };
    }

    public void Dispose() => _stop.Dispose();

    private async Task SampleAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        do
        {
            var memory = _gauges.Select(gauge => gauge.MemoryMebibytes()).ToArray();
            for (var i = 0; i < memory.Length; i++)
            {
                _peaks[i] = Math.Max(_peaks[i], memory[i]);
            }

            _samples.Add(new MemorySample(Stopwatch.GetElapsedTime(_start).TotalSeconds, memory));
        }
        while (await NextAsync(timer));
    }

    private async Task<bool> NextAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
