using Aspire.Npgsql;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers Npgsql as an Aspire client: named connection, health check, traces and metrics.</summary>
public static class AspirePostgreSqlNpgsqlExtensions
{
    private const string Section = "Aspire:Npgsql";
    private const string TelemetryName = "Npgsql";
    private const string HealthCheckName = "PostgreSql";

    // A health check must answer while the database is away, well within a probe's own timeout.
    private static readonly TimeSpan HealthCheckTimeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Registers a singleton <see cref="NpgsqlDataSource"/> and a transient <see cref="NpgsqlConnection"/>. Later wins: section, named
    /// section, <c>ConnectionStrings:{connectionName}</c>, <paramref name="configureSettings"/>.
    /// </summary>
    public static void AddNpgsqlDataSource(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<NpgsqlSettings>? configureSettings = null,
        Action<NpgsqlDataSourceBuilder>? configureDataSourceBuilder = null)
    {
        var settings = ReadSettings(builder, connectionName, configureSettings);
        builder.Services.TryAddSingleton(services => Build(services, settings, connectionName, configureDataSourceBuilder));
        builder.Services.TryAddTransient(services => services.GetRequiredService<NpgsqlDataSource>().CreateConnection());
        AddHealthAndTelemetry(builder, settings, HealthCheckName, serviceKey: null);
    }

    /// <summary>As <see cref="AddNpgsqlDataSource"/>, registered under the key <paramref name="name"/>, which names the connection too.</summary>
    public static void AddKeyedNpgsqlDataSource(
        this IHostApplicationBuilder builder,
        string name,
        Action<NpgsqlSettings>? configureSettings = null,
        Action<NpgsqlDataSourceBuilder>? configureDataSourceBuilder = null)
    {
        var settings = ReadSettings(builder, name, configureSettings);
        builder.Services.TryAddKeyedSingleton(name, (services, _) => Build(services, settings, name, configureDataSourceBuilder));
        builder.Services.TryAddKeyedTransient(
            name, static (services, key) => services.GetRequiredKeyedService<NpgsqlDataSource>(key).CreateConnection());
        AddHealthAndTelemetry(builder, settings, $"{HealthCheckName}_{name}", name);
    }

    private static NpgsqlSettings ReadSettings(IHostApplicationBuilder builder, string connectionName, Action<NpgsqlSettings>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);
        var settings = new NpgsqlSettings();
        var section = builder.Configuration.GetSection(Section);
        section.Bind(settings);
        section.GetSection(connectionName).Bind(settings);
        if (builder.Configuration.GetConnectionString(connectionName) is { } connectionString)
        {
            settings.ConnectionString = connectionString;
        }

        configure?.Invoke(settings);
        return settings;
    }

    private static NpgsqlDataSource Build(
        IServiceProvider services, NpgsqlSettings settings, string connectionName, Action<NpgsqlDataSourceBuilder>? configure)
    {
        if (string.IsNullOrEmpty(settings.ConnectionString))
        {
            throw new InvalidOperationException(
                $"ConnectionString is missing. It should be provided in 'ConnectionStrings:{connectionName}' "
                + $"or under the 'ConnectionString' key in the '{Section}' or '{Section}:{connectionName}' configuration section.");
        }

        var dataSource = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        dataSource.UseLoggerFactory(services.GetService<ILoggerFactory>());
        configure?.Invoke(dataSource);
        return dataSource.Build();
    }

    private static void AddHealthAndTelemetry(
        IHostApplicationBuilder builder, NpgsqlSettings settings, string healthCheckName, object? serviceKey)
    {
        if (!settings.DisableHealthChecks)
        {
            builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
                healthCheckName,
                services => new NpgsqlHealthCheck(services.GetRequiredKeyedService<NpgsqlDataSource>(serviceKey)),
                failureStatus: null,
                tags: null,
                HealthCheckTimeout));
        }

        if (!settings.DisableTracing)
        {
            builder.Services.AddOpenTelemetry().WithTracing(static tracing => tracing.AddSource(TelemetryName));
        }

        if (!settings.DisableMetrics)
        {
            builder.Services.AddOpenTelemetry().WithMetrics(static metrics => metrics.AddMeter(TelemetryName));
        }
    }
}
