using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Webhooks.ServiceDefaults.Health;
using Webhooks.ServiceDefaults.Problems;
using Webhooks.ServiceDefaults.Prometheus;
using Webhooks.ServiceDefaults.Requests;
using Webhooks.ServiceDefaults.Startup;
using Webhooks.ServiceDefaults.Telemetry;

namespace Microsoft.Extensions.Hosting;

/// <summary>What every service of the platform has: logs, traces, metrics, health and service discovery.</summary>
public static class Extensions
{
    /// <summary>Call it first: what it sets are defaults, which the service's own configuration and code override.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        HealthProbe.EndWhereAsked(builder.Configuration);
        WrongOptions.EndWithTheirSentences();
        builder.ConfigureContainer(new ValidatedServices(builder.Configuration, builder.Environment));
        builder.AddDefaultConfiguration();
        builder.AddOpenTelemetryDefaults();
        builder.AddConsoleDefaults();
        builder.Services.AddPrometheusMetrics(builder.Configuration);
        builder.Services.AddDefaultHealthChecks();
        builder.Services.AddOperatorAccess();
        builder.Services.AddHostedService<UnreadRequests>();
        builder.Services.Configure<KestrelServerOptions>(static kestrel => kestrel.RequestHeaderEncodingSelector = LengthText.For);
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(static http => http.AddServiceDiscovery());
        return builder;
    }

    /// <summary>Maps <c>/health</c> (readiness), <c>/alive</c> (liveness) and <c>/metrics</c>, in every environment; <see cref="IOperatorKeys"/> says who sees what.</summary>
    /// <param name="app">The service.</param>
    /// <param name="serviceName">What the health answers call the service; the application's name when null.</param>
    public static WebApplication MapDefaultEndpoints(this WebApplication app, string? serviceName = null)
    {
        app.MapHealthEndpoints(serviceName ?? app.Environment.ApplicationName);
        app.MapOperators().MapPrometheusMetrics();
        return app;
    }
}
