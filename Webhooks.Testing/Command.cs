namespace Webhooks.Testing;

/// <summary>What a program said, and how it ended.</summary>
public sealed record Command(int ExitCode, string Output, string Errors)
{
    /// <summary>Runs a program that must end within the limit.</summary>
    public static Task<Command> RunAsync(string program, IEnumerable<string> arguments, TimeSpan limit) =>
        RunAsync(new ProcessSpec(program, [.. arguments]), limit, CancellationToken.None);

    public static async Task<Command> RunAsync(ProcessSpec program, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var process = await Launcher.StartAsync(program);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
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
    public static Task<string> SucceedAsync(string program, IEnumerable<string> arguments, TimeSpan limit) =>
        SucceedAsync(new ProcessSpec(program, [.. arguments]), limit, CancellationToken.None);

    /// <exception cref="InvalidOperationException">It failed; the message has what it said.</exception>
    public static async Task<string> SucceedAsync(ProcessSpec program, TimeSpan limit, CancellationToken cancellationToken)
    {
        var command = await RunAsync(program, limit, cancellationToken);
        return command.ExitCode == 0
            ? command.Output
            : throw new InvalidOperationException($"{program.Command} ended with {command.ExitCode}:\n{command.Errors}\n{command.Output}");
    }
}
