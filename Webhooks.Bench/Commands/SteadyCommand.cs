using System.CommandLine;
using Spectre.Console;
using Webhooks.Bench.Measure;
using Webhooks.Bench.Report;

namespace Webhooks.Bench.Commands;

/// <summary><c>steady</c>: an even rate for a long time, and the latest event of every minute.</summary>
internal static class SteadyCommand
{
    public static Command Create()
    {
        var shared = new SharedOptions();
        var minutes = SharedOptions.Positive("--minutes", 20, "Minutes of load.");
        var rate = SharedOptions.Positive("--rate", 200, "Events per second.");
        var bound = SharedOptions.Positive("--bound", 1_000, "Milliseconds from POST to delivery that no event may exceed.");
        var command = new Command("steady", "Posts at an even rate and shows the latest event of every minute.") { minutes, rate, bound };
        shared.AddTo(command, withServices: true);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var options = shared.ReadStack(arguments, withServices: true);
            await using var stack = await RunningStack.StartAsync(options, cancellationToken);
            Tables.Write(stack.Environment);
            var traffic = shared.ReadTraffic(arguments, TimeSpan.FromMinutes(arguments.GetValue(minutes))) with { Rate = arguments.GetValue(rate) };
            AnsiConsole.MarkupLine($"[grey]{traffic.Rate} events a second for {traffic.Duration.TotalMinutes:F0} minutes…[/]");
            var run = await Traffic.RunAsync(stack, traffic, cancellationToken);
            Tables.Write("Steady", run, ceilings: null);
            var isKept = Write(run, arguments.GetValue(bound));
            await JsonReport.WriteAsync(
                arguments.GetValue(shared.Json),
                new RunReport { Command = "steady", Environment = stack.Environment, Runs = [new NamedRun("steady", run)] },
                cancellationToken);
            return run.IsComplete && isKept ? 0 : 1;
        });
        return command;
    }

    private static bool Write(TrafficReport run, int bound)
    {
        var table = Tables.NewTable("POST → delivered", "minute", "p99 ms", "latest ms", "the disk's own", "");
        var late = 0;
        for (var i = 0; i < run.DeliverMinutes.Count; i++)
        {
            var minute = run.DeliverMinutes[i];
            var isLate = minute.Max > bound;
            late += isLate ? 1 : 0;
            Tables.Row(table, $"{i + 1}", $"{minute.P99:F1}", $"{minute.Max:F1}", i < run.DiskMinutes.Count ? $"{run.DiskMinutes[i].Max:F1}" : "", isLate ? "late" : "");
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(late == 0 ? $"Nothing was later than {bound} ms." : $"In {late} of {run.DeliverMinutes.Count} minutes an event was later than {bound} ms.");
        return late == 0;
    }
}
