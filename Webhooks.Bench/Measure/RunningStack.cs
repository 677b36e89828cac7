using Webhooks.Bench.Report;
using Webhooks.Bench.Stack;

namespace Webhooks.Bench.Measure;

/// <summary>Servers without anything of an earlier run, and the services on them.</summary>
internal sealed class RunningStack : IAsyncDisposable
{
    private readonly bool _countsStatements;

    private RunningStack(Servers servers, Services services, EnvironmentReport environment, bool countsStatements) =>
        (Servers, Services, Environment, _countsStatements) = (servers, services, environment, countsStatements);

    public Servers Servers { get; }

    public Services Services { get; }

    public EnvironmentReport Environment { get; }

    /// <param name="options">What is built is as new as its sources.</param>
    /// <param name="cancellationToken">Stops it, and leaves nothing running.</param>
    /// <param name="before">What to do with the servers while no service is there.</param>
    public static async Task<RunningStack> StartAsync(StackOptions options, CancellationToken cancellationToken, Func<Servers, Task>? before = null)
    {
        await Builds.EnsureAsync(options.JitWorker, cancellationToken);
        var servers = await Servers.StartAsync(options, cancellationToken);
        try
        {
            var environment = await EnvironmentReport.ReadAsync(servers, options, cancellationToken);
            await (before?.Invoke(servers) ?? Task.CompletedTask);
            if (options.CountStatements)
            {
                await servers.Postgres.ExecuteAsync("CREATE EXTENSION pg_stat_statements", Servers.Database, cancellationToken);
            }

            return new RunningStack(servers, await Services.StartAsync(servers, options, cancellationToken), environment, options.CountStatements);
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <returns>Nothing unless they are counted.</returns>
    public async Task<IReadOnlyList<StatementReport>> ReadStatementsAsync(CancellationToken cancellationToken) =>
        _countsStatements ? await StatementReport.ReadAsync(Servers.Postgres.ConnectionString(Servers.Database), cancellationToken) : [];

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await Servers.DisposeAsync();
    }
}
