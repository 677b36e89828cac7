namespace Webhooks.Tests.Servers;

/// <summary>What a program said, and how it ended.</summary>
internal sealed record Command(int ExitCode, string Output, string Errors)
{
    /// <summary>Runs a program that must end within the limit.</summary>
    public static async Task<Command> RunAsync(string program, IEnumerable<string> arguments, TimeSpan limit)
    {
        using var process = await Launcher.StartAsync(program, arguments, user: null);
        using var deadline = new CancellationTokenSource(limit);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
            return new Command(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <returns>What a program that must succeed wrote to its standard output.</returns>
    public static async Task<string> SucceedAsync(string program, IEnumerable<string> arguments, TimeSpan limit)
    {
        var command = await RunAsync(program, arguments, limit);
        Assert.True(command.ExitCode == 0, $"{program} ended with {command.ExitCode}:\n{command.Errors}\n{command.Output}");
        return command.Output;
    }
}
