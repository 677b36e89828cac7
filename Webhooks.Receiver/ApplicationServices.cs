using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Options;
using Npgsql;
using Webhooks.Core.Security;
using Webhooks.Core.Tenants;
using Webhooks.Receiver.Apis;
using Webhooks.Receiver.Received;
using Webhooks.Receiver.Reception;
using Webhooks.Receiver.Tenants;
using Webhooks.ServiceDefaults.Requests;

namespace Webhooks.Receiver;

internal static class ApplicationServices
{
    private const string RedisName = "redis";
    private const string DatabaseName = "webhooksdb";
    private const string DefaultPort = "9001";
    private const string AllowedHosts = "AllowedHosts";

    public static void AddApplicationServices(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Limits.MaxRequestBodySize = RequestBody.MaxBytes);
        if (Port(builder.Configuration) is { } port)
        {
            builder.WebHost.UseUrls($"http://localhost:{port}");
        }

        builder.Services.AddProblemDetails();
        builder.AllowHosts();
        Entrance.Add(builder.Services, static app =>
        {
            app.UseCorrelationId();
            app.UseRouteProblems();
        });
        builder.Services.ConfigureHttpJsonOptions(static json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ReceiverJson.Default);
        });

        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(Random.Shared);
        builder.Services.AddSingleton<TenantSecrets>();
        builder.Services.AddSingleton<ReceivedLog>();
        builder.Services.AddSingleton<FaultInjection>();
        builder.Services.AddSingleton<SignatureCheck>();
        builder.Services.AddSingleton<Repeats>();
        builder.Services.AddOptions<FaultOptions>().Configure<IConfiguration>(static (options, configuration) => options.Read(name => configuration[name])).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<FaultOptions>, FaultOptionsValidator>();
        builder.AddReceptionSwitch();
        builder.AddPlatformTenants();
    }

    // The demo's switch is for this machine: a page elsewhere must not reach it by a name of its own that leads here.
    private static void AllowHosts(this WebApplicationBuilder builder)
    {
        if (builder.Environment.IsDevelopment() && builder.Configuration[AllowedHosts] is not { Length: > 0 })
        {
            builder.Services.Configure<HostFilteringOptions>(static hosts => hosts.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]);
        }
    }

    private static void AddReceptionSwitch(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ReceptionSwitch>();
        if (string.IsNullOrEmpty(builder.Configuration.GetConnectionString(RedisName)))
        {
            return;
        }

        // The receiver serves without Redis, so its own check says "degraded" where the client's would say "unhealthy".
        builder.AddRedisClient(
            RedisName,
            static settings => settings.DisableHealthChecks = true,
            static options => options.ConnectTimeout = 1000);
        builder.Services.AddSingleton<SharedReception>();
        builder.Services.AddHostedService(static services => services.GetRequiredService<SharedReception>());
        builder.Services.AddHealthChecks().AddCheck<SharedReceptionHealthCheck>(RedisName);
    }

    private static void AddPlatformTenants(this WebApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment() || builder.Configuration.GetConnectionString(DatabaseName) is not { Length: > 0 } database)
        {
            return;
        }

        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(database));
        builder.Services.AddWebhookSecurity(isDevelopment: true).BindConfiguration(SecurityOptions.Section);
        builder.Services.AddSingleton<ConfigReader>();
        builder.Services.AddSingleton<PlatformTenants>();
    }

    private static string? Port(ConfigurationManager configuration)
    {
        var isSetElsewhere = configuration["urls"] ?? configuration["http_ports"] ?? configuration["Kestrel:Endpoints:http:Url"];
        return configuration["port"] ?? (isSetElsewhere is null ? DefaultPort : null);
    }
}
