namespace Webhooks.Bench.Measure;

/// <summary>The CPU and memory of a process, or of it and all that it started.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Id">The process.</param>
/// <param name="IsTree">
/// With its children, as PostgreSQL has one for each session. Memory is then their proportional set size, because the sessions
/// share most of it.
/// </param>
internal sealed record ProcessGauge(string Name, int Id, bool IsTree = false)
{
    public double CpuSeconds()
    {
        var own = ProcFile.ReadStat(Id);
        return own is null ? 0 : own.Value.Cpu + (IsTree ? own.Value.EndedChildrenCpu + Children().Sum(child => child.Cpu) : 0);
    }

    public double MemoryMebibytes() =>
        IsTree
            ? Children().Select(child => child.Id).Append(Id).Sum(id => ProcFile.ReadMebibytes(id, "smaps_rollup", "Pss:"))
            : ProcFile.ReadMebibytes(Id, "status", "VmRSS:");

    private List<(int Id, double Cpu)> Children() =>
        [.. ProcFile.Processes()
            .Select(id => (Id: id, Stat: ProcFile.ReadStat(id)))
            .Where(process => process.Stat?.Parent == Id)
            .Select(process => (process.Id, process.Stat!.Value.Cpu))];
}
