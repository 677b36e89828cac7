using System.CommandLine;
using System.Net;
using Spectre.Console;
using Webhooks.Bench.Fuzz;
using Webhooks.Bench.Measure;
using Webhooks.Bench.Report;
using Webhooks.Bench.Stack;

namespace Webhooks.Bench.Commands;

/// <summary><c>fuzz</c>: malformed requests, none of which may harm the API.</summary>
internal static class FuzzCommand
{
    private const double MostGrowthMebibytes = 64;

    public static Command Create()
    {
        var requests = SharedOptions.Positive("--requests", 20_000, "Requests to send.");
        var seed = new Option<int>("--seed") { Description = "The same seed makes the same requests. Default 1.", DefaultValueFactory = _ => 1 };
        var only = new Option<int?>("--only") { Description = "Send only the request of this number, as a fault's report names it." };
        var url = new Option<Uri?>("--url") { Description = "An API that runs already, such as http://127.0.0.1:8080; without it, a stack of its own." };
        var key = new Option<string?>("--key") { Description = "A tenant's API key, for --url." };
        var command = new Command("fuzz", "Sends malformed requests to every route and checks every answer.") { requests, seed, only, url, key };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var plan = new Plan(arguments.GetValue(requests), arguments.GetValue(seed), arguments.GetValue(only));
            if (arguments.GetValue(url) is { } running)
            {
                return await RunAsync(running, arguments.GetValue(key) ?? "none", processId: null, plan, cancellationToken);
            }

            var options = new StackOptions { DataFolder = Path.GetTempPath(), JitWorker = true };
            await using var stack = await RunningStack.StartAsync(options, cancellationToken);
            var services = stack.Services;
            var tenant = await services.Client.CreateTenantAsync("fuzz", "http://127.0.0.1:9/fuzz", cancellationToken);
            return await RunAsync(new Uri($"http://{services.Client.Address}"), tenant, services.Api.ProcessId, plan, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(Uri url, string key, int? processId, Plan plan, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(10) };
        var routes = FuzzRoutes.Parse(await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), cancellationToken));
        var address = new IPEndPoint((await Dns.GetHostAddressesAsync(url.Host, cancellationToken))[0], url.Port);
        var run = new FuzzRun(address, new RequestMutator(plan.Seed, key, routes), new FuzzRules(http));
        var (before, after) = (0d, 0d);
        if (plan.Only is { } only)
        {
            await run.SendOneAsync(only, cancellationToken);
        }
        else
        {
            await run.SendAsync(plan.Requests / 4, cancellationToken);
            before = Memory(processId);
            await run.SendAsync(plan.Requests, cancellationToken);
            after = Memory(processId);
        }

        var table = Tables.NewTable($"Fuzz, seed {plan.Seed}, {routes.Count} routes", "status", "answers");
        foreach (var (status, count) in run.Statuses.OrderBy(static status => status.Key))
        {
            Tables.Row(table, status == 0 ? "connection closed" : $"{status}", $"{count:N0}");
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"slowest answer {run.SlowestSeconds * 1000:F0} ms");
        if (processId is not null && plan.Only is null)
        {
            AnsiConsole.WriteLine($"memory of the API after a quarter {before:F0} MiB, at the end {after:F0} MiB");
        }

        foreach (var (request, fault) in run.Faults)
        {
            // Unwrapped, so that it can be copied.
            await Console.Out.WriteLineAsync($"FAULT {fault}\n  --seed {plan.Seed} --only {request.Number}\n  {request}");
        }

        return run.Faults.IsEmpty && after - before <= MostGrowthMebibytes ? 0 : 1;
    }

    private static double Memory(int? processId) => processId is { } id ? ProcFile.ReadMebibytes(id, "status", "VmRSS:") : 0;

    private sealed record Plan(int Requests, int Seed, int? Only);
}
