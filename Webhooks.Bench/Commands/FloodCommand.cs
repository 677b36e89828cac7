using System.CommandLine;
using Spectre.Console;
using Webhooks.Bench.Load;
using Webhooks.Bench.Measure;
using Webhooks.Bench.Report;

namespace Webhooks.Bench.Commands;

/// <summary><c>flood</c>: what a tenant that posts a little notices when another floods the API.</summary>
internal static class FloodCommand
{
    private const int Connections = 16;

    public static Command Create()
    {
        var shared = new SharedOptions();
        var seconds = SharedOptions.Positive("--seconds", 10, "Seconds of each flood.");
        var rate = SharedOptions.Positive("--rate", 50, "Events per second that the other tenant posts.");
        var command = new Command("flood", "One tenant floods the API in several ways, one after the other; another posts a few events per second.") { seconds, rate };
        shared.AddTo(command, withServices: true);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var options = shared.ReadStack(arguments, withServices: true);
            await using var stack = await RunningStack.StartAsync(options, cancellationToken);
            Tables.Write(stack.Environment);
            var traffic = shared.ReadTraffic(arguments, TimeSpan.FromSeconds(arguments.GetValue(seconds)));
            await using var rig = new Rig(stack, traffic with { Connections = Connections, Rate = arguments.GetValue(rate) });
            await rig.CreateTenantsAsync(cancellationToken);
            await rig.WarmUpAsync(without: 0, cancellationToken);
            var table = Tables.NewTable(
                $"{rig.Options.Rate} events/s of another tenant", "flood", "sent / accepted", "POST → 201, ms p50 p90 p99 p99.9 max", "the disk alone, p50 p99 max", "API MiB before / after", "the flood's answers");
            var complete = await RunAsync(rig, table, flood: null, key: "", cancellationToken);
            foreach (var (flood, key) in await FloodTenant.CreateAsync(rig, cancellationToken))
            {
                complete &= await RunAsync(rig, table, flood, key, cancellationToken);
            }

            AnsiConsole.Write(table);
            return complete ? 0 : 1;
        });
        return command;
    }

    private static async Task<bool> RunAsync(Rig rig, Table table, Flood? flood, string key, CancellationToken cancellationToken)
    {
        AnsiConsole.MarkupLineInterpolated($"[grey]{flood?.Name ?? "calm"}…[/]");
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var before = Memory(rig);
        using var meter = new DiskMeter(rig.Servers.DataFolder);
        var flooding = flood?.RunAsync(new Uri($"http://{rig.Services.Client.Address}"), key, over.Token);
        var load = await rig.LoadAsync(rig.Templates, rig.Options.Duration, new EventLedger(rig.NextSequence, rig.Options.Tenants), cancellationToken);
        await over.CancelAsync();
        var answers = flooding is null ? "" : (await flooding).ToString();
        var disk = LatencyReport.From(meter.Stop().Sum());
        Tables.Row(
            table, flood?.Name ?? "none", $"{load.Sent:N0} / {load.Accepted:N0}", Tables.Text(LatencyReport.From(load.Latency)),
            $"{disk.P50:F1}  {disk.P99:F1}  {disk.Max:F1}", $"{before:F0} / {Memory(rig):F0}", answers);
        return load.Sent == load.Accepted && load.Unsent == 0;
    }

    private static double Memory(Rig rig) => ProcFile.ReadMebibytes(rig.Services.Api.ProcessId, "status", "VmRSS:");
}
