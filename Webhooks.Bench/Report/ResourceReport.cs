namespace Webhooks.Bench.Report;

/// <summary>What the processes used during a run.</summary>
internal sealed record ResourceReport
{
    public required IReadOnlyList<ProcessReport> Processes { get; init; }

    /// <summary>MiB of each process, in the order of <see cref="Processes"/>, once a second.</summary>
    public required IReadOnlyList<MemorySample> Memory { get; init; }

    public required double WallSeconds { get; init; }

    /// <summary>Events per second if the run had had every core to itself at this CPU time per event.</summary>
    public double CpuBoundPerSecond => Environment.ProcessorCount * 1e6 / Math.Max(1, Processes.Sum(process => process.CpuMicrosecondsPerEvent));

    /// <summary>CPU that processes outside the run had, in cores: a run on a calm machine has next to none.</summary>
    public required double CoresBusyElsewhere { get; init; }

    public required double CoresStolen { get; init; }

    public required double LoadAverageBefore { get; init; }
}

internal sealed record ProcessReport(string Name, double CpuSeconds, double CpuMicrosecondsPerEvent, double MemoryMebibytes, double PeakMemoryMebibytes);

internal sealed record MemorySample(double AtSeconds, IReadOnlyList<double> Mebibytes);
