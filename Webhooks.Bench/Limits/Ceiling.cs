namespace Webhooks.Bench.Limits;

/// <summary>How fast one stage is when it has the machine for itself.</summary>
/// <param name="Stage">What was measured.</param>
/// <param name="PerSecond">Operations a second, each on one body.</param>
/// <param name="CpuMicroseconds">CPU time of one operation in all processes that take part; steadier than the rate on a busy machine.</param>
/// <param name="PerEvent">How often one event passes the stage on its way.</param>
internal sealed record Ceiling(string Stage, double PerSecond, double CpuMicroseconds, int PerEvent = 1);

/// <summary>The ceilings together.</summary>
internal sealed record CeilingReport(IReadOnlyList<Ceiling> Stages)
{
    /// <summary>Events per second if every stage ran at its ceiling and they took turns on the cores.</summary>
    public double Composite => 1 / Stages.Sum(stage => stage.PerEvent / stage.PerSecond);

    /// <summary>The same with every stage counted once, which no event manages: it is written when accepted and again when delivered.</summary>
    public double CompositeOnce => 1 / Stages.Sum(stage => 1 / stage.PerSecond);

    public double CpuMicroseconds => Stages.Sum(stage => stage.PerEvent * stage.CpuMicroseconds);
}
