using System.CommandLine;
using Spectre.Console;
using Webhooks.Bench.Measure;
using Webhooks.Bench.Report;
using Webhooks.Bench.Stack;

namespace Webhooks.Bench.Commands;

/// <summary><c>outage</c>: what the healthy endpoints notice when one is down, and whether it gets everything once it is back.</summary>
internal static class OutageCommand
{
    private const string Calm = "all are up";
    private const string Down = "one is down";

    public static Command Create()
    {
        var shared = new SharedOptions();
        var events = SharedOptions.Positive("--events", 20_000, "Events for the endpoint that is down, and for each of the others.");
        var rate = SharedOptions.Positive("--rate", 2_000, "Events per second, to all endpoints in turn.");
        var healthy = SharedOptions.Positive("--healthy", 1, "Endpoints that stay up, each its own tenant's.", most: 9_998);
        var status = SharedOptions.Positive("--status", 503, "What the endpoint answers while it is down.", least: 400, most: 599);
        var patience = SharedOptions.Positive("--patience", 300, "Seconds until everything must have arrived once the endpoint is back.");
        var command = new Command("outage", "Runs the same traffic without and with an endpoint that is down, then lets it recover.")
        {
            events, rate, healthy, status, patience,
        };
        shared.AddTo(command, withServices: true);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var options = shared.ReadStack(arguments, withServices: true);
            var tenants = arguments.GetValue(healthy) + 1;
            var duration = TimeSpan.FromSeconds((double)arguments.GetValue(events) * tenants / arguments.GetValue(rate));
            var traffic = shared.ReadTraffic(arguments, duration) with { Tenants = tenants, Aside = 1, Rate = arguments.GetValue(rate) };
            var wait = TimeSpan.FromSeconds(arguments.GetValue(patience));
            var (environment, calm) = await RunAsync(options, traffic, status: null, wait, cancellationToken);
            Tables.Write(environment);
            Write(Calm, calm);
            var (_, troubled) = await RunAsync(options, traffic, arguments.GetValue(status), wait, cancellationToken);
            Write(Down, troubled);
            OutageTables.Compare(Calm, calm.Report, Down, troubled.Report);
            await JsonReport.WriteAsync(
                arguments.GetValue(shared.Json),
                new RunReport { Command = "outage", Environment = environment, Runs = [calm, troubled] },
                cancellationToken);
            return IsComplete(calm) && IsComplete(troubled) ? 0 : 1;
        });
        return command;
    }

    // A stack of its own for each run, so that the second starts where the first did.
    private static async Task<(EnvironmentReport Environment, NamedRun Run)> RunAsync(
        StackOptions options, TrafficOptions traffic, int? status, TimeSpan patience, CancellationToken cancellationToken)
    {
        AnsiConsole.MarkupLine($"[grey]Running with {(status is null ? 0 : 1)} of {traffic.Tenants} endpoints down…[/]");
        await using var stack = await RunningStack.StartAsync(options, cancellationToken);
        var (healthy, aside) = await Outage.RunAsync(stack, traffic, status, patience, cancellationToken);
        return (stack.Environment, new NamedRun(status is null ? Calm : Down, healthy) { Outage = aside });
    }

    private static void Write(string name, NamedRun run)
    {
        Tables.Write($"{name}: healthy endpoints", run.Report, ceilings: null);
        OutageTables.Write($"{name}: the other endpoint", run.Outage!);
    }

    private static bool IsComplete(NamedRun run) => run.Report.IsComplete && run.Outage!.IsComplete;
}
