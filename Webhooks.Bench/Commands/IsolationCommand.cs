using System.CommandLine;
using Spectre.Console;
using Webhooks.Bench.Measure;
using Webhooks.Bench.Report;
using Webhooks.Bench.Stack;

namespace Webhooks.Bench.Commands;

/// <summary><c>isolation</c>: what the healthy endpoints notice when others hang.</summary>
internal static class IsolationCommand
{
    private const string Calm = "all answer";
    private const string Hung = "some hang";

    public static Command Create()
    {
        var shared = new SharedOptions();
        var seconds = SharedOptions.Positive("--seconds", 30, "Seconds of load of each run.");
        var endpoints = SharedOptions.Positive("--endpoints", 100, "Endpoints, each its own tenant's.", most: 9_999);
        var hung = SharedOptions.Positive("--hung", 10, "How many of them take requests and never answer, in the second run.");
        var rate = SharedOptions.Positive("--rate", 5_000, "Events per second, spread evenly over the endpoints.");
        var command = new Command("isolation", "Runs the same traffic without and with hung endpoints and compares the healthy ones.")
        {
            seconds, endpoints, hung, rate,
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
            await Builds.EnsureAsync(options.JitWorker, cancellationToken);
            var traffic = new TrafficOptions
            {
                Tenants = arguments.GetValue(endpoints),
                Aside = arguments.GetValue(hung),
                BodyBytes = arguments.GetValue(shared.Body),
                Connections = arguments.GetValue(shared.Connections),
                Rate = arguments.GetValue(rate),
                Duration = TimeSpan.FromSeconds(arguments.GetValue(seconds)),
                WarmUp = TimeSpan.FromSeconds(arguments.GetValue(shared.WarmUp)),
            };
            var (environment, calm) = await RunAsync(options, traffic, cancellationToken);
            Tables.Write(environment);
            Tables.Write(Calm, calm, ceilings: null);
            var (_, troubled) = await RunAsync(options, traffic with { AsideHangs = true }, cancellationToken);
            Tables.Write(Hung, troubled, ceilings: null);
            Compare(calm, troubled);
            await JsonReport.WriteAsync(
                arguments.GetValue(shared.Json),
                new RunReport
                {
                    Command = "isolation",
                    Environment = environment,
                    Runs = [new NamedRun(Calm, calm), new NamedRun(Hung, troubled)],
                },
                cancellationToken);
            return calm.IsComplete && troubled.IsComplete ? 0 : 1;
        });
        return command;
    }

    // A stack of its own for each run, so that the second starts where the first did.
    private static async Task<(EnvironmentReport Environment, TrafficReport Run)> RunAsync(
        StackOptions options, TrafficOptions traffic, CancellationToken cancellationToken)
    {
        AnsiConsole.MarkupLine($"[grey]Running with {(traffic.AsideHangs ? traffic.Aside : 0)} of {traffic.Tenants} endpoints hung…[/]");
        await using var servers = await Servers.StartAsync(options, cancellationToken);
        var environment = await EnvironmentReport.ReadAsync(servers, options, cancellationToken);
        await using var services = await Services.StartAsync(servers, options, cancellationToken);
        if (options.CountStatements)
        {
            await servers.Postgres.ExecuteAsync("CREATE EXTENSION pg_stat_statements", Servers.Database, cancellationToken);
        }

        var run = await Traffic.RunAsync(servers, services, traffic, cancellationToken);
        if (options.CountStatements)
        {
            Tables.Write(await StatementReport.ReadAsync(servers.Postgres.ConnectionString(Servers.Database), cancellationToken));
        }

        return (environment, run);
    }

    private static void Compare(TrafficReport calm, TrafficReport troubled)
    {
        var table = Tables.NewTable("Healthy endpoints", "", Calm, Hung, "ratio");
        Compare("deliveries/s of an endpoint, median", calm.TenantRates.Order().ElementAt(calm.TenantRates.Count / 2), troubled.TenantRates.Order().ElementAt(calm.TenantRates.Count / 2));
        Compare("deliveries/s of the slowest endpoint", calm.TenantRates.Min(), troubled.TenantRates.Min());
        Compare("POST → delivered p50, ms", calm.Deliver.P50, troubled.Deliver.P50);
        Compare("POST → delivered p99, ms", calm.Deliver.P99, troubled.Deliver.P99);
        Compare("worker's peak MiB", WorkerPeak(calm), WorkerPeak(troubled));
        AnsiConsole.Write(table);
        WriteSeconds(Calm, calm);
        WriteSeconds(Hung, troubled);
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
