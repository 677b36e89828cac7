using Aspire.StackExchange.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers StackExchange.Redis as an Aspire client: named connection and health check.</summary>
public static class AspireRedisExtensions
{
    private const string Section = "Aspire:StackExchange:Redis";
    private const string HealthCheckName = "StackExchange.Redis";

    // A health check must answer while Redis is away, well within a probe's own timeout.
    private static readonly TimeSpan HealthCheckTimeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Registers a singleton <see cref="IConnectionMultiplexer"/> that connects in the background, keeps trying while Redis is away and
    /// never fails the start. Later wins: section, named section, <c>ConnectionStrings:{connectionName}</c>,
    /// <paramref name="configureSettings"/>.
    /// </summary>
    public static void AddRedisClient(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null)
    {
        var settings = ReadSettings(builder, connectionName, configureSettings);
        builder.Services.TryAddSingleton<IConnectionMultiplexer>(_ => Connect(settings, connectionName, configureOptions));
        AddHealthAndActivation(builder, settings, HealthCheckName, serviceKey: null);
    }

    /// <summary>As <see cref="AddRedisClient"/>, registered under the key <paramref name="name"/>, which names the connection too.</summary>
    public static void AddKeyedRedisClient(
        this IHostApplicationBuilder builder,
        string name,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null)
    {
        var settings = ReadSettings(builder, name, configureSettings);
        builder.Services.TryAddKeyedSingleton<IConnectionMultiplexer>(name, (_, _) => Connect(settings, name, configureOptions));
        AddHealthAndActivation(builder, settings, $"{HealthCheckName}_{name}", name);
    }

    private static StackExchangeRedisSettings ReadSettings(
        IHostApplicationBuilder builder, string connectionName, Action<StackExchangeRedisSettings>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);
        var settings = new StackExchangeRedisSettings();
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

    private static ConnectionMultiplexer Connect(
        StackExchangeRedisSettings settings, string connectionName, Action<ConfigurationOptions>? configure)
    {
        if (string.IsNullOrEmpty(settings.ConnectionString))
        {
            throw new InvalidOperationException(
                $"ConnectionString is missing. It should be provided in 'ConnectionStrings:{connectionName}' "
                + $"or under the 'ConnectionString' key in the '{Section}' or '{Section}:{connectionName}' configuration section.");
        }

        var options = ConfigurationOptions.Parse(settings.ConnectionString);
        options.AbortOnConnectFail = false;
        configure?.Invoke(options);
        return ConnectionMultiplexer.Connect(options);
    }

    private static void AddHealthAndActivation(
        IHostApplicationBuilder builder, StackExchangeRedisSettings settings, string healthCheckName, object? serviceKey)
    {
        if (!settings.DisableHealthChecks)
        {
            builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
                healthCheckName, services => new RedisHealthCheck(services, serviceKey), failureStatus: null, tags: null, HealthCheckTimeout));
        }

        if (!settings.DisableAutoActivation)
        {
            builder.Services.AddSingleton<IHostedService>(services =>
                new RedisActivation(services, serviceKey, services.GetRequiredService<ILogger<RedisActivation>>()));
        }
    }
}
