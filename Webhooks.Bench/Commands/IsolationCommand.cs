using System.CommandLine;
using Spectre.Console;
using Webhooks.Bench.History;
using Webhooks.Bench.Measure;
using Webhooks.Bench.Report;
using Webhooks.Bench.Stack;
using Webhooks.Core.Deliveries;

namespace Webhooks.Bench.Commands;

/// <summary><c>isolation</c>: what the healthy endpoints notice when others hang.</summary>
internal static class IsolationCommand
{
    private const string Calm = "all answer";
    private const string Troubled = "some do not";

    public static Command Create()
    {
        var shared = new SharedOptions();
        var seconds = SharedOptions.Positive("--seconds", 30, "Seconds of load of each run.");
        var endpoints = SharedOptions.Positive("--endpoints", 100, "Endpoints, each its own tenant's.", most: 9_999);
        var hung = SharedOptions.Positive("--hung", 10, "How many of them take requests and never answer, in the second run.", least: 0);
        var tls = new Option<bool>("--tls") { Description = "Those never answer the TLS handshake." };
        var paused = SharedOptions.Positive("--paused", 0, "Events that wait for another endpoint, which is paused, in the second run.", least: 0);
        var rate = SharedOptions.Positive("--rate", 5_000, "Events per second, spread evenly over the endpoints.");
        var command = new Command("isolation", "Runs the same traffic without and with hung endpoints and compares the healthy ones.")
        {
            seconds, endpoints, hung, tls, paused, rate,
        };
        shared.AddTo(command, withServices: true);
        command.Validators.Add(result =>
        {
            if (SharedOptions.Read(result, hung) >= SharedOptions.Read(result, endpoints))
            {
                result.AddError("--hung must be less than --endpoints.");
            }
        });
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var options = shared.ReadStack(arguments, withServices: true);
            var traffic = shared.ReadTraffic(arguments, TimeSpan.FromSeconds(arguments.GetValue(seconds))) with
            {
                Tenants = arguments.GetValue(endpoints),
                Aside = arguments.GetValue(hung),
                Rate = arguments.GetValue(rate),
            };
            var (environment, calm) = await RunAsync(options, traffic, paused: 0, cancellationToken);
            Tables.Write(environment);
            Tables.Write(Calm, calm, ceilings: null);
            var (_, troubled) = await RunAsync(
                options, traffic with { AsideHangs = true, AsideHangsInTls = arguments.GetValue(tls) }, arguments.GetValue(paused), cancellationToken);
            Tables.Write(Troubled, troubled, ceilings: null);
            Compare(calm, troubled);
            await JsonReport.WriteAsync(
                arguments.GetValue(shared.Json),
                new RunReport
                {
                    Command = "isolation",
                    Environment = environment,
                    Runs = [new NamedRun(Calm, calm), new NamedRun(Troubled, troubled)],
                },
                cancellationToken);
            return calm.IsComplete && troubled.IsComplete ? 0 : 1;
        });
        return command;
    }

    // A stack of its own for each run, so that the second starts where the first did.
    private static async Task<(EnvironmentReport Environment, TrafficReport Run)> RunAsync(
        StackOptions options, TrafficOptions traffic, int paused, CancellationToken cancellationToken)
    {
        AnsiConsole.MarkupLine($"[grey]Running with {(traffic.AsideHangs ? traffic.Aside : 0)} of {traffic.Tenants} endpoints hung…[/]");
        await using var stack = await RunningStack.StartAsync(options, cancellationToken);
        if (paused > 0)
        {
            var plan = new HistoryPlan { Events = 0, Parked = paused, ParkReason = ParkReason.Paused, BodyBytes = traffic.BodyBytes };
            await HistoryTenant.CreateAsync(stack, plan, cancellationToken);
        }

        var run = await Traffic.RunAsync(stack, traffic, cancellationToken);
        Tables.Write(await stack.ReadStatementsAsync(cancellationToken));
        return (stack.Environment, run);
    }

    private static void Compare(TrafficReport calm, TrafficReport troubled)
    {
        var table = Tables.NewTable("Healthy endpoints", "", Calm, Troubled, "ratio");
        Compare("deliveries/s of an endpoint, median", calm.TenantRates.Order().ElementAt(calm.TenantRates.Count / 2), troubled.TenantRates.Order().ElementAt(calm.TenantRates.Count / 2));
        Compare("deliveries/s of the slowest endpoint", calm.TenantRates.Min(), troubled.TenantRates.Min());
        Compare("POST → delivered p50, ms", calm.Deliver.P50, troubled.Deliver.P50);
        Compare("POST → delivered p99, ms", calm.Deliver.P99, troubled.Deliver.P99);
        Compare("worker's peak MiB", WorkerPeak(calm), WorkerPeak(troubled));
        AnsiConsole.Write(table);
        WriteSeconds(Calm, calm);
        WriteSeconds(Troubled, troubled);
        AnsiConsole.WriteLine($"worker's MiB, every second, while some hang: {string.Join(' ', troubled.Resources.Memory.Select(sample => $"{sample.Mebibytes[1]:F0}"))}");

        void Compare(string what, double before, double after) =>
            Tables.Row(table, what, $"{before:F1}", $"{after:F1}", $"{after / before:F2}");
    }

    private static void WriteSeconds(string name, TrafficReport run)
    {
        AnsiConsole.WriteLine($"p99 ms of each second's POSTs to 201, {name}: {string.Join(' ', run.AcceptSeconds.Select(p99 => $"{p99:F0}"))}");
        AnsiConsole.WriteLine($"p99 ms of each second's POSTs to delivery, {name}: {string.Join(' ', run.DeliverSeconds.Select(p99 => $"{p99:F0}"))}");
    }

    private static double WorkerPeak(TrafficReport run) => run.Resources.Processes.Single(process => process.Name == "worker").PeakMemoryMebibytes;
}
