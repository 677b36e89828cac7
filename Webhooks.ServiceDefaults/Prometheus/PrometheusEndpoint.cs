using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Webhooks.ServiceDefaults.Prometheus;

internal static class PrometheusEndpoint
{
    public static void AddPrometheusMetrics(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PrometheusOptions>()
            .Bind(configuration.GetSection("Prometheus"))
            .Validate(static options => options.MaxSeriesPerInstrument is > 0 and <= 100_000, "Prometheus:MaxSeriesPerInstrument must be 1 to 100000.")
            .ValidateOnStart();
        services.AddSingleton<MetricsCollector>();
        services.AddHostedService(static services => services.GetRequiredService<MetricsCollector>());
    }

    public static void MapPrometheusMetrics(this IEndpointRouteBuilder routes)
    {
        var collector = routes.ServiceProvider.GetRequiredService<MetricsCollector>();
        routes.MapGet("/metrics", Scrape).DisableHttpMetrics().ExcludeFromDescription();

        async Task Scrape(HttpContext context)
        {
            context.Response.ContentType = PrometheusText.ContentType;
            collector.Collect(new PrometheusText(context.Response.BodyWriter).Write);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
    }
}
