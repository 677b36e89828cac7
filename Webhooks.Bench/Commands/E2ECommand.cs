using System.CommandLine;
using Spectre.Console;
using Webhooks.Bench.History;
using Webhooks.Bench.Limits;
using Webhooks.Bench.Measure;
using Webhooks.Bench.Report;
using Webhooks.Bench.Stack;

namespace Webhooks.Bench.Commands;

/// <summary><c>e2e</c>: events from POST to recorded delivery, through the whole platform.</summary>
internal static class E2ECommand
{
    private static readonly TimeSpan CeilingWarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CeilingTime = TimeSpan.FromSeconds(4);

    public static Command Create()
    {
        var shared = new SharedOptions();
        var seconds = SharedOptions.Positive("--seconds", 30, "Seconds of load.");
        var tenants = SharedOptions.Positive("--tenants", 1, "Tenants; events go to them in turn.", most: 9_999);
        var endpoints = SharedOptions.Positive("--endpoints", 1, "Endpoints of each tenant; every event goes to all.", most: 99);
        var rate = new Option<int?>("--rate") { Description = "Events per second (open loop); without it as fast as answers come." };
        var keys = new Option<bool>("--keys") { Description = "Send an Idempotency-Key, each its own, with every event." };
        var stored = SharedOptions.Stored(standard: 0);
        var noLimits = new Option<bool>("--no-limits") { Description = "Do not measure the ceilings first." };
        var command = new Command("e2e", "Measures events from POST to recorded delivery.") { seconds, tenants, endpoints, rate, keys, stored, noLimits };
        shared.AddTo(command, withServices: true);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var options = shared.ReadStack(arguments, withServices: true);
            await Builds.EnsureAsync(options.JitWorker, cancellationToken);
            await using var servers = await Servers.StartAsync(options, cancellationToken);
            var environment = await EnvironmentReport.ReadAsync(servers, options, cancellationToken);
            Tables.Write(environment);
            var traffic = new TrafficOptions
            {
                Tenants = arguments.GetValue(tenants),
                EndpointsPerTenant = arguments.GetValue(endpoints),
                BodyBytes = arguments.GetValue(shared.Body),
                Connections = arguments.GetValue(shared.Connections),
                HasKeys = arguments.GetValue(keys),
                Rate = arguments.GetValue(rate),
                Duration = TimeSpan.FromSeconds(arguments.GetValue(seconds)),
                WarmUp = TimeSpan.FromSeconds(arguments.GetValue(shared.WarmUp)),
            };
            var ceilings = arguments.GetValue(noLimits)
                ? null
                : await CeilingRun.MeasureAsync(servers, CeilingWarmUp, CeilingTime, traffic.BodyBytes, traffic.Connections, cancellationToken);
            var run = await RunAsync(servers, options, traffic, arguments.GetValue(stored), cancellationToken);
            var statements = options.CountStatements
                ? await StatementReport.ReadAsync(servers.Postgres.ConnectionString(Servers.Database), cancellationToken)
                : [];
            if (ceilings is not null)
            {
                Tables.Write(ceilings);
            }

            Tables.Write("End to end", run, ceilings);
            Tables.Write(statements);
            await JsonReport.WriteAsync(
                arguments.GetValue(shared.Json),
                new RunReport
                {
                    Command = "e2e",
                    Environment = environment,
                    Ceilings = ceilings,
                    StoredBefore = arguments.GetValue(stored),
                    Runs = [new NamedRun("e2e", run)],
                    Statements = statements,
                },
                cancellationToken);
            return run.IsComplete ? 0 : 1;
        });
        return command;
    }

    private static async Task<TrafficReport> RunAsync(
        Servers servers, StackOptions options, TrafficOptions traffic, int stored, CancellationToken cancellationToken)
    {
        if (options.CountStatements)
        {
            await servers.Postgres.ExecuteAsync("CREATE EXTENSION pg_stat_statements", Servers.Database, cancellationToken);
        }

        AnsiConsole.MarkupLine("[grey]Starting the services and the load…[/]");
        await using var services = await Services.StartAsync(servers, options, cancellationToken);
        if (stored > 0)
        {
            await HistoryTenant.CreateAsync(servers, services, new HistoryPlan { Events = stored, BodyBytes = traffic.BodyBytes }, cancellationToken);
        }

        return await Traffic.RunAsync(servers, services, traffic, cancellationToken);
    }
}
