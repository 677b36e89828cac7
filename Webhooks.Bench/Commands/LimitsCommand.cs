using System.CommandLine;
using Webhooks.Bench.Limits;
using Webhooks.Bench.Report;
using Webhooks.Bench.Stack;

namespace Webhooks.Bench.Commands;

/// <summary><c>limits</c>: how fast each stage is alone, and what they come to together.</summary>
internal static class LimitsCommand
{
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var shared = new SharedOptions();
        var seconds = SharedOptions.Positive("--seconds", 5, "Seconds that each stage is measured for.");
        var command = new Command("limits", "Measures each stage of an event's way alone, and their composite.") { seconds };
        shared.AddTo(command, withServices: false);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var options = shared.ReadStack(arguments, withServices: false);
            await using var servers = await Servers.StartAsync(options, cancellationToken);
            var environment = await EnvironmentReport.ReadAsync(servers, services: null, cancellationToken);
            Tables.Write(environment);
            var each = TimeSpan.FromSeconds(arguments.GetValue(seconds));
            var ceilings = await CeilingRun.MeasureAsync(
                servers,
                warmUp: each < LongestWarmUp ? each : LongestWarmUp,
                each,
                arguments.GetValue(shared.Body),
                arguments.GetValue(shared.Connections),
                cancellationToken);
            Tables.Write(ceilings);
            await JsonReport.WriteAsync(
                arguments.GetValue(shared.Json), new RunReport { Command = "limits", Environment = environment, Ceilings = ceilings }, cancellationToken);
            return 0;
        });
        return command;
    }
}
