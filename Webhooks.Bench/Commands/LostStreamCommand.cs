using System.CommandLine;
using Spectre.Console;
using Webhooks.Bench.History;
using Webhooks.Bench.Measure;
using Webhooks.Bench.Report;

namespace Webhooks.Bench.Commands;

/// <summary><c>lost-stream</c>: whether what waits in the stream comes all the same when somebody deletes it, and how long that takes.</summary>
internal static class LostStreamCommand
{
    private const int Rate = 5_000;

    public static Command Create()
    {
        var shared = new SharedOptions();
        var waiting = SharedOptions.Positive("--waiting", 100_000, "Events that wait while no worker is there.", least: Rate);
        var stored = SharedOptions.Stored(standard: 0);
        var command = new Command("lost-stream", "Lets events wait until a worker starts: once in their stream, once after it was deleted.") { waiting, stored };
        shared.AddTo(command, withServices: true);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var options = shared.ReadStack(arguments, withServices: true);
            await using var stack = await RunningStack.StartAsync(options, cancellationToken);
            Tables.Write(stack.Environment);
            if (arguments.GetValue(stored) is > 0 and var events)
            {
                await HistoryTenant.CreateAsync(stack, new HistoryPlan { Events = events, BodyBytes = arguments.GetValue(shared.Body) }, cancellationToken);
            }

            var traffic = shared.ReadTraffic(arguments, TimeSpan.FromSeconds((double)arguments.GetValue(waiting) / Rate)) with { Rate = Rate };
            await using var rig = new Rig(stack, traffic);
            await rig.CreateTenantsAsync(cancellationToken);
            await rig.WarmUpAsync(without: 0, cancellationToken);
            var kept = await LostStream.RunAsync(rig, deletes: false, cancellationToken);
            var deleted = await LostStream.RunAsync(rig, deletes: true, cancellationToken);
            var table = Tables.NewTable("From the worker's start until all have arrived", "stream", "waiting", "seconds", "lost", "duplicates");
            Row("kept", kept);
            Row("deleted", deleted);
            AnsiConsole.Write(table);
            return kept.IsComplete && deleted.IsComplete ? 0 : 1;

            void Row(string what, LostStream run) => Tables.Row(table, what, $"{run.Waiting:N0}", $"{run.Seconds:F1}", $"{run.Lost:N0}", $"{run.Duplicates:N0}");
        });
        return command;
    }
}
