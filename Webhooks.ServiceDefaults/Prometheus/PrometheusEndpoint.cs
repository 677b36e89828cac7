using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using Webhooks.ServiceDefaults.Reading;

namespace Webhooks.ServiceDefaults.Prometheus;

internal static class PrometheusEndpoint
{
    public static void AddPrometheusMetrics(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PrometheusOptions>()
            .Bind(configuration.GetSection(PrometheusOptions.Section))
            .ValidateSection(PrometheusOptions.Section, new PrometheusOptionsValidator());
        services.AddOpenTelemetry().WithMetrics(static metrics => metrics.AddPrometheusExporter(Configure));
        services.ConfigureOpenTelemetryMeterProvider(Choose);
    }

    public static void MapPrometheusMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapPrometheusScrapingEndpoint("/metrics").WithMetadata(ReadingMethods.Instance).DisableHttpMetrics();

    // The series have the labels that the instruments give them, and a scrape shows what is true now.
    private static void Configure(PrometheusAspNetCoreOptions exporter)
    {
        exporter.ScopeInfoEnabled = false;
        exporter.TargetInfoEnabled = false;
        exporter.ScrapeResponseCacheDurationMilliseconds = 0;
    }

    private static void Choose(IServiceProvider services, MeterProviderBuilder metrics)
    {
        var options = services.GetRequiredService<IOptions<PrometheusOptions>>().Value;
        var ours = services.GetRequiredService<IMeterFactory>();
        var limited = new MetricStreamConfiguration { CardinalityLimit = options.MaxSeriesPerInstrument };
        metrics.AddMeter([.. options.Meters]);

        // A meter of a factory belongs to that factory's service; one process may hold several.
        metrics.AddView(instrument =>
            instrument.Meter.Scope is null || ReferenceEquals(instrument.Meter.Scope, ours) ? limited : MetricStreamConfiguration.Drop);
    }
}
