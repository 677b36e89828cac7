using Npgsql;

namespace Webhooks.Worker.Storage;

internal static class DatabaseExtensions
{
    private const string Npgsql = "Npgsql";

    private static readonly TimeSpan HealthTimeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// What <c>AddNpgsqlDataSource</c> of Aspire.Npgsql registers, with the slim builder: the other roots every type that PostgreSQL
    /// has, which doubles the native binary.
    /// </summary>
    public static void AddDatabase(this WebApplicationBuilder builder, string name)
    {
        var connectionString = builder.Configuration.GetConnectionString(name)
            ?? throw new InvalidOperationException($"ConnectionStrings:{name} is missing.");
        builder.Services.AddSingleton(provider =>
        {
            var source = new NpgsqlSlimDataSourceBuilder(connectionString) { Name = name };
            source.EnableArrays().EnableTransportSecurity().UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>());
            return (NpgsqlDataSource)source.Build();
        });
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("PostgreSql", timeout: HealthTimeout);
        builder.Services.AddOpenTelemetry()
            .WithTracing(static tracing => tracing.AddSource(Npgsql))
            .WithMetrics(static metrics => metrics.AddMeter(Npgsql));
    }
}
