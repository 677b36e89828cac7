using System.CommandLine;
using Webhooks.Bench.History;
using Webhooks.Bench.Limits;
using Webhooks.Bench.Measure;
using Webhooks.Bench.Report;

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
            var traffic = shared.ReadTraffic(arguments, TimeSpan.FromSeconds(arguments.GetValue(seconds))) with
            {
                Tenants = arguments.GetValue(tenants),
                EndpointsPerTenant = arguments.GetValue(endpoints),
                HasKeys = arguments.GetValue(keys),
                Rate = arguments.GetValue(rate),
            };
            CeilingReport? ceilings = null;
            await using var stack = await RunningStack.StartAsync(options, cancellationToken, async servers => ceilings = arguments.GetValue(noLimits)
                ? null
                : await CeilingRun.MeasureAsync(servers, CeilingWarmUp, CeilingTime, traffic.BodyBytes, traffic.Connections, cancellationToken));
            Tables.Write(stack.Environment);
            if (arguments.GetValue(stored) is > 0 and var history)
            {
                await HistoryTenant.CreateAsync(stack, new HistoryPlan { Events = history, BodyBytes = traffic.BodyBytes }, cancellationToken);
            }

            var run = await Traffic.RunAsync(stack, traffic, cancellationToken);
            var statements = await stack.ReadStatementsAsync(cancellationToken);
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
                    Environment = stack.Environment,
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
}
