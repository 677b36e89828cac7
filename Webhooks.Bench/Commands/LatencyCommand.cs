using System.CommandLine;
using Spectre.Console;
using Webhooks.Bench.Measure;
using Webhooks.Bench.Report;

namespace Webhooks.Bench.Commands;

/// <summary><c>latency</c>: how long events take at a rate that the platform can well bear.</summary>
internal static class LatencyCommand
{
    public static Command Create()
    {
        var shared = new SharedOptions();
        var seconds = SharedOptions.Positive("--seconds", 30, "Seconds of load.");
        var rate = SharedOptions.Positive("--rate", 1_000, "Events per second, due at even intervals whatever the answers do.");
        var unread = new Option<bool>("--unread") { Description = "Nobody reads what the services write to their standard output while the load runs." };
        var command = new Command("latency", "Posts at a fixed rate; every time counts from the moment at which the event was due.") { seconds, rate, unread };
        shared.AddTo(command, withServices: true);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var options = shared.ReadStack(arguments, withServices: true);
            await using var stack = await RunningStack.StartAsync(options, cancellationToken);
            Tables.Write(stack.Environment);
            var traffic = shared.ReadTraffic(arguments, TimeSpan.FromSeconds(arguments.GetValue(seconds))) with { Rate = arguments.GetValue(rate) };
            AnsiConsole.MarkupLine($"[grey]{traffic.Rate} events a second…[/]");
            if (arguments.GetValue(unread))
            {
                stack.Services.LeaveUnread();
            }

            var run = await Traffic.RunAsync(stack, traffic, cancellationToken);
            Write(run);
            await JsonReport.WriteAsync(
                arguments.GetValue(shared.Json),
                new RunReport { Command = "latency", Environment = stack.Environment, Runs = [new NamedRun("latency", run)] },
                cancellationToken);

            // What was never sent has no time, and would be the longest.
            return run.IsComplete && run.Unsent == 0 && run.Accepted == run.Sent ? 0 : 1;
        });
        return command;
    }

    private static void Write(TrafficReport run)
    {
        var table = Tables.NewTable($"{run.Traffic.Rate:N0} events/s, from when each was due", "ms", "p50", "p90", "p99", "p99.9", "max");
        Row("to 201", run.Accept);
        Row("to the receiver", run.Deliver);
        if (run.Disk is { } disk)
        {
            Row("the disk alone", disk);
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(
            $"sent {run.Sent:N0}, accepted {run.Accepted:N0}, never sent {run.Unsent:N0}, unanswered {run.Unanswered:N0}; arrived {run.Arrived:N0}, lost {run.Lost:N0}, duplicates {run.Duplicates:N0}");
        Tables.Write(run.Resources);

        void Row(string what, LatencyReport latency) =>
            Tables.Row(table, what, $"{latency.P50:F1}", $"{latency.P90:F1}", $"{latency.P99:F1}", $"{latency.P999:F1}", $"{latency.Max:F1}");
    }
}
