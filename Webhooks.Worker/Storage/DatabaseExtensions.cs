using Npgsql;

namespace Webhooks.Worker.Storage;

internal static class DatabaseExtensions
{
    /// <summary>
    /// All that a worker asks is found by an index. Without statistics, as in the first minute of a day's partition, the planner would
    /// rather read the whole of it, ten times a second. What it is told to avoid counts as so expensive that it would be compiled first (jit).
    /// </summary>
    private const string Session =
        "-c enable_seqscan=off -c enable_bitmapscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c enable_material=off -c jit=off";

    private static readonly TimeSpan HealthTimeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// What <c>AddNpgsqlDataSource</c> of Aspire.Npgsql registers, with the slim builder: the other roots every type that PostgreSQL
    /// has, which doubles the native binary.
    /// </summary>
    public static void AddDatabase(this WebApplicationBuilder builder, string name)
    {
        var connectionString = builder.RequireConnectionString(name);
        builder.Services.AddSingleton(provider =>
        {
            var source = new NpgsqlSlimDataSourceBuilder(connectionString) { Name = name };
            source.ConnectionStringBuilder.Options = $"{source.ConnectionStringBuilder.Options} {Session}".TrimStart();
            source.EnableArrays().EnableTransportSecurity().UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>());
            return (NpgsqlDataSource)source.Build();
        });
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("PostgreSql", timeout: HealthTimeout);
    }
}
