using System.CommandLine;
using Spectre.Console;
using Webhooks.Bench.Commands;

if (Console.IsOutputRedirected)
{
    AnsiConsole.Profile.Width = 240;
}

var root = new RootCommand("Measures the platform: a stack of its own on free ports, wiped afterwards.")
{
    LimitsCommand.Create(),
    E2ECommand.Create(),
    IsolationCommand.Create(),
    OutageCommand.Create(),
    RateLimitCommand.Create(),
    SteadyCommand.Create(),
    FuzzCommand.Create(),
    FloodCommand.Create(),
    LatencyCommand.Create(),
    ReadingsCommand.Create(),
    LostStreamCommand.Create(),
    CompareCommand.Create(),
};

// Ctrl-C cancels; stopping the services in order takes longer than the two seconds that are the default.
var configuration = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(2), EnableDefaultExceptionHandler = false };
try
{
    return await root.Parse(args).InvokeAsync(configuration);
}
catch (InvalidOperationException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 2;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("Stopped.");
    return 130;
}
