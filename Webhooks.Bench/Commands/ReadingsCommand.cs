using System.CommandLine;
using Spectre.Console;
using Webhooks.Bench.History;
using Webhooks.Bench.Measure;
using Webhooks.Bench.Report;

namespace Webhooks.Bench.Commands;

/// <summary><c>readings</c>: how long requests take that look into what is stored.</summary>
internal static class ReadingsCommand
{
    public static Command Create()
    {
        var shared = new SharedOptions();
        var stored = SharedOptions.Stored(standard: 1_000_000);
        var parked = SharedOptions.Positive("--parked", 100_000, "Events more that wait for an endpoint that is disabled.", least: 0);
        var bound = SharedOptions.Positive("--bound", 1_000, "Milliseconds that no request may exceed.");
        var command = new Command("readings", "Times the first page of every list, statistics, and changes of endpoints on a database with a history.") { stored, parked, bound };
        shared.AddTo(command, withServices: true, withLoad: false);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var options = shared.ReadStack(arguments, withServices: true);
            await using var stack = await RunningStack.StartAsync(options, cancellationToken);
            Tables.Write(stack.Environment);
            var plan = new HistoryPlan
            {
                Events = arguments.GetValue(stored),
                Parked = arguments.GetValue(parked),
                BodyBytes = arguments.GetValue(shared.Body),
            };
            var tenant = await HistoryTenant.CreateAsync(stack, plan, cancellationToken);
            var newcomer = await stack.Services.Client.CreateTenantAsync("newcomer", "http://127.0.0.1:9/newcomer", cancellationToken);
            var readings = await new Readings(stack.Services.Client, tenant, newcomer).MeasureAsync(cancellationToken);
            Write(plan, readings, arguments.GetValue(bound));
            await JsonReport.WriteAsync(
                arguments.GetValue(shared.Json),
                new RunReport { Command = "readings", Environment = stack.Environment, StoredBefore = plan.Events + plan.Parked, Readings = readings },
                cancellationToken);
            return readings.All(reading => reading.IsKept(arguments.GetValue(bound))) ? 0 : 1;
        });
        return command;
    }

    private static void Write(HistoryPlan plan, IReadOnlyList<ReadingReport> readings, int bound)
    {
        var table = Tables.NewTable($"On {plan.Events:N0} events, and {plan.Parked:N0} that wait", "request", "status", "first ms", "median ms", "");
        foreach (var reading in readings)
        {
            Tables.Row(
                table, reading.Name, $"{reading.Status}", $"{reading.FirstMilliseconds:F1}", reading.MedianMilliseconds is { } median ? $"{median:F1}" : "",
                reading.IsKept(bound) ? "" : "not kept");
        }

        AnsiConsole.Write(table);
    }
}
