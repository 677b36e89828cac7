using System.CommandLine;
using Spectre.Console;
using Webhooks.Bench.Measure;
using Webhooks.Bench.Report;

namespace Webhooks.Bench.Commands;

/// <summary><c>rate-limit</c>: whether an endpoint ever sees more than its rate limit, however many workers send to it.</summary>
internal static class RateLimitCommand
{
    /// <summary>Workers look every two seconds how many they are.</summary>
    private const int LeastWarmUp = 5;

    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var shared = new SharedOptions();
        var limit = SharedOptions.Positive("--limit", 10, "The endpoint's rate_limit, in deliveries per second.", most: 100_000);
        var events = SharedOptions.Positive("--events", 1_000, "Events for the endpoint.");
        var rate = SharedOptions.Positive("--rate", 500, "Events per second that are posted.");
        var workers = SharedOptions.Positive("--workers", 1, "Workers, which share the limit.", most: 16);
        var command = new Command("rate-limit", "Posts faster than an endpoint's rate limit and watches what arrives.") { limit, events, rate, workers };
        shared.AddTo(command, withServices: true);
        command.Validators.Add(result =>
        {
            if (SharedOptions.Read(result, shared.WarmUp) < LeastWarmUp)
            {
                result.AddError($"--warm-up must be at least {LeastWarmUp}, so that the workers know of each other.");
            }
        });
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var options = shared.ReadStack(arguments, withServices: true) with { Workers = arguments.GetValue(workers) };
            var traffic = shared.ReadTraffic(arguments, TimeSpan.FromSeconds((double)arguments.GetValue(events) / arguments.GetValue(rate))) with
            {
                Tenants = 2,
                Aside = 1,
                Rate = arguments.GetValue(rate),
                // Workers get uneven shares of the events, so that the last ones may be one worker's alone.
                DrainTime = Slack + TimeSpan.FromSeconds((double)arguments.GetValue(events) * options.Workers / arguments.GetValue(limit)),
            };
            await using var stack = await RunningStack.StartAsync(options, cancellationToken);
            Tables.Write(stack.Environment);
            var run = await RateLimitRun.RunAsync(stack, traffic, arguments.GetValue(limit), cancellationToken);
            Write(run);
            await JsonReport.WriteAsync(
                arguments.GetValue(shared.Json), new RunReport { Command = "rate-limit", Environment = stack.Environment, RateLimit = run }, cancellationToken);
            return run is { IsComplete: true, IsKept: true } ? 0 : 1;
        });
        return command;
    }

    private static void Write(RateLimitReport run)
    {
        var table = Tables.NewTable("Rate limit", "", "");
        Tables.Row(table, "limit / burst, deliveries/s", $"{run.Limit:N0} / {run.Burst:N0}");
        Tables.Row(table, "workers", $"{run.Workers}");
        Tables.Row(table, "sent / accepted", $"{run.Sent:N0} / {run.Accepted:N0}");
        Tables.Row(table, "arrived / lost / duplicates", $"{run.Arrived:N0} / {run.Lost:N0} / {run.Duplicates:N0}");
        Tables.Row(table, "recorded: delivered / attempts", $"{run.Recorded.Delivered:N0} / {run.Recorded.Attempts:N0}");
        Tables.Row(table, "first POST → last 201, s", $"{run.PostedAfterSeconds:F1}");
        Tables.Row(table, "first POST → last arrival, s", $"{run.ArrivedAfterSeconds:F1} ({run.Arrived / Math.Max(run.ArrivedAfterSeconds, 1):F1} deliveries/s)");
        Tables.Row(table, "most arrivals in any second", $"{run.MostArrivals:N0} ({(run.IsKept ? "kept" : "exceeded")})");
        Tables.Row(table, "most departures in any second", $"{run.MostDepartures:N0}");
        AnsiConsole.Write(table);
    }
}
