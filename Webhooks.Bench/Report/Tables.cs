using Spectre.Console;
using Webhooks.Bench.Limits;

namespace Webhooks.Bench.Report;

/// <summary>The reports as tables on the console.</summary>
internal static class Tables
{
    public static void Write(EnvironmentReport environment)
    {
        var postgres = string.Join(", ", environment.Postgres.Select(setting => $"{setting.Key}={setting.Value}"));
        AnsiConsole.WriteLine($"{environment.Cpu}, {environment.Cores} cores, {environment.Kernel}, {environment.DataFileSystem}, load {environment.LoadAverage:F1}");
        AnsiConsole.WriteLine($"commit {environment.Commit ?? "unknown"}{(environment.Worker is { } worker ? $", {worker} worker" : "")}");
        AnsiConsole.WriteLine($"postgres: {postgres}");
    }

    public static void Write(CeilingReport ceilings)
    {
        var table = NewTable("Each stage alone", "stage", "per second", "µs", "µs CPU", "passes of an event");
        foreach (var stage in ceilings.Stages)
        {
            Row(table, stage.Stage, $"{stage.PerSecond:N0}", $"{1e6 / stage.PerSecond:F1}", $"{stage.CpuMicroseconds:F1}", $"{stage.PerEvent}");
        }

        Row(table, "composite", $"{ceilings.Composite:N0}", $"{1e6 / ceilings.Composite:F1}", $"{ceilings.CpuMicroseconds:F1}", "as above");
        Row(table, "composite, each once", $"{ceilings.CompositeOnce:N0}", $"{1e6 / ceilings.CompositeOnce:F1}", "", "1");
        AnsiConsole.Write(table);
    }

    public static void Write(string title, TrafficReport run, CeilingReport? ceilings)
    {
        var table = NewTable(title, "", "");
        Row(table, "delivered and recorded, events/s", $"{run.RecordedPerSecond:N0}");
        if (ceilings is not null)
        {
            Row(table, "share of the composite ceiling", $"{run.RecordedPerSecond / ceilings.Composite:F2} (each stage once: {run.RecordedPerSecond / ceilings.CompositeOnce:F2})");
            Row(table, "the same by CPU time", $"{ceilings.CpuMicroseconds / run.Resources.Processes.Sum(p => p.CpuMicrosecondsPerEvent):F2}");
        }

        Row(table, "accepted, events/s", $"{run.AcceptedPerSecond:N0}");
        Row(table, "delivered, deliveries/s", $"{run.DeliveredPerSecond:N0}");
        Row(table, "sent / accepted", $"{run.Sent:N0} / {run.Accepted:N0}");
        Row(table, "refused, unanswered, unsent", $"{Refusals(run)}, {run.Unanswered:N0}, {run.Unsent:N0}");
        Row(table, "awaited / arrived", $"{run.Awaited:N0} / {run.Arrived:N0}");
        Row(table, "lost / duplicates / unknown", $"{run.Lost:N0} / {run.Duplicates:N0} / {run.Unknown:N0}");
        Row(table, "recorded: delivered / attempts / outbox left", $"{run.Recorded.Delivered:N0} / {run.Recorded.Attempts:N0} / {run.Recorded.Outbox:N0}");
        Row(table, "messages into the stream", $"{run.Published:N0}");
        Row(table, "WAL / stored, bytes per event", $"{run.Recorded.Wal / Math.Max(1, run.Recorded.Events):N0} / {run.Recorded.Stored / Math.Max(1, run.Recorded.Events):N0}");
        Row(table, "POST → 201, ms p50 p90 p99 p99.9 max", Text(run.Accept));
        Row(table, "POST → delivered, ms p50 p90 p99 p99.9 max", Text(run.Deliver));
        if (run.Disk is { } disk)
        {
            Row(table, "the disk alone, ms p50 p90 p99 p99.9 max", Text(disk));
        }

        AnsiConsole.Write(table);
        Write(run.Resources);
    }

    public static void Write(IReadOnlyList<StatementReport> statements)
    {
        if (statements.Count == 0)
        {
            return;
        }

        var table = NewTable("Statements", "ms", "calls", "rows", "µs/row", "WAL MiB", "statement");
        foreach (var statement in statements)
        {
            Row(
                table, $"{statement.Milliseconds:N0}", $"{statement.Calls:N0}", $"{statement.Rows:N0}",
                $"{statement.Milliseconds * 1000 / Math.Max(1, statement.Rows):F1}", $"{statement.WalMebibytes:N0}", statement.Sql[..Math.Min(90, statement.Sql.Length)]);
        }

        AnsiConsole.Write(table);
    }

    public static Table NewTable(string title, params ReadOnlySpan<string> columns)
    {
        var table = new Table { Border = TableBorder.Rounded, Title = new TableTitle(title) };
        for (var i = 0; i < columns.Length; i++)
        {
            var column = new TableColumn(columns[i]);
            table.AddColumn(i == 0 ? column : column.RightAligned());
        }

        return table;
    }

    public static void Row(Table table, params string[] cells) => table.AddRow(Array.ConvertAll(cells, cell => (Spectre.Console.Rendering.IRenderable)new Text(cell)));

    public static string Text(LatencyReport latency) => $"{latency.P50:F1}  {latency.P90:F1}  {latency.P99:F1}  {latency.P999:F1}  {latency.Max:F1}";

    public static void Write(ResourceReport resources)
    {
        var table = NewTable($"Processes, over {resources.WallSeconds:F1} s", "process", "CPU s", "µs CPU/event", "MiB", "peak MiB");
        foreach (var process in resources.Processes)
        {
            Row(table, process.Name, $"{process.CpuSeconds:F1}", $"{process.CpuMicrosecondsPerEvent:F1}", $"{process.MemoryMebibytes:F0}", $"{process.PeakMemoryMebibytes:F0}");
        }

        Row(table, "all", $"{resources.Processes.Sum(p => p.CpuSeconds):F1}", $"{resources.Processes.Sum(p => p.CpuMicrosecondsPerEvent):F1}", "", "");
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(
            $"At this CPU time {Environment.ProcessorCount} cores would make {resources.CpuBoundPerSecond:N0} events/s. Other processes had {resources.CoresBusyElsewhere:F2} cores meanwhile, the hypervisor {resources.CoresStolen:F2}; load before {resources.LoadAverageBefore:F1}.");
    }

    private static string Refusals(TrafficReport run) =>
        run.Refused.Count == 0 ? "0" : string.Join(" ", run.Refused.Select(refused => $"{refused.Key}: {refused.Value:N0}"));
}
