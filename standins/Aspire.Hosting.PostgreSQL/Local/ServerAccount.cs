using Aspire.Hosting.Local.Processes;

namespace Aspire.Hosting.Local.Postgres;

/// <summary>PostgreSQL refuses to run as root; then it gets an account of its own.</summary>
internal sealed record ServerAccount(string Name)
{
    private static readonly string[] Candidates = ["postgres", "nobody"];

    /// <returns>Null when the current account will do.</returns>
    public static async Task<ServerAccount?> ForPostgresAsync(CancellationToken cancellationToken)
    {
        if (!Signals.IsRoot)
        {
            return null;
        }

        var accounts = (await File.ReadAllLinesAsync("/etc/passwd", cancellationToken)).Select(line => line.Split(':')[0]).ToHashSet(StringComparer.Ordinal);
        return Candidates.FirstOrDefault(accounts.Contains) is { } name
            ? new ServerAccount(name)
            : throw new DistributedApplicationException("PostgreSQL refuses to run as root, and neither 'postgres' nor 'nobody' exists as an account.");
    }

    public static Task GiveAsync(ServerAccount? account, IEnumerable<string> paths, CancellationToken cancellationToken) => account is null
        ? Task.CompletedTask
        : ShortRun.SucceedAsync(new ProcessSpec("chown", ["-R", $"{account.Name}:", .. paths]) { WorkingDirectory = "/" }, cancellationToken);

    public async Task<bool> CanUseAsync(string directory, CancellationToken cancellationToken)
    {
        var spec = new ProcessSpec("test", ["-w", directory, "-a", "-x", directory]) { User = Name, WorkingDirectory = "/" };
        return (await ShortRun.RunAsync(spec, cancellationToken)).ExitCode == 0;
    }
}
