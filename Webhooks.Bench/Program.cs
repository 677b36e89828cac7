using System.CommandLine;
using Webhooks.Bench.Commands;

var root = new RootCommand("Measures the platform: a stack of its own on free ports, wiped afterwards.")
{
    LimitsCommand.Create(),
    E2ECommand.Create(),
    IsolationCommand.Create(),
};

// Ctrl-C cancels; stopping the services in order takes longer than the two seconds that are the default.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(2) });
