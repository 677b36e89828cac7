using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Hosting;

namespace Webhooks.ServiceDefaults.Telemetry;

internal static class DefaultConfiguration
{
    public static void AddDefaultConfiguration(this IHostApplicationBuilder builder)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Logging:LogLevel:Default"] = "Information",
            ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
            ["Logging:LogLevel:System.Net.Http.HttpClient"] = "Warning",
            // At Information it writes a line per command.
            ["Logging:LogLevel:Npgsql"] = "Warning",

            // A client integration listens whether or not anyone exports: a span per command that nobody sees.
            ["Aspire:Npgsql:DisableTracing"] = "true",
            ["Aspire:Npgsql:DisableMetrics"] = "true",
        };

        if (!builder.HasOtlpEndpoint())
        {
            values["Aspire:StackExchange:Redis:DisableTracing"] = "true";
        }

        // First of the sources, so that every other one overrides it.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = values });
    }

    public static bool HasOtlpEndpoint(this IHostApplicationBuilder builder) =>
        !string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
}
