using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NATS.Client.OpenTelemetry;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Webhooks.ServiceDefaults.Telemetry;

internal static class OpenTelemetryDefaults
{
    private const string Own = "Webhooks.*";

    /// <summary>Exports logs, metrics and traces when an OTLP endpoint is configured; otherwise nothing listens, and tracing costs nothing.</summary>
    public static void AddOpenTelemetryDefaults(this IHostApplicationBuilder builder)
    {
        if (!builder.HasOtlpEndpoint())
        {
            return;
        }

        builder.Logging.AddOpenTelemetry(static logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        builder.Services.AddOpenTelemetry()
            .WithMetrics(static metrics => metrics
                .AddMeter(Own)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddNpgsqlInstrumentation()
                .AddNatsClientInstrumentation())
            .WithTracing(static tracing => tracing
                .AddSource(Own)
                .AddAspNetCoreInstrumentation(static server => server.Filter = static context => !IsProbe(context.Request.Path))
                .AddHttpClientInstrumentation()
                .AddNpgsql()
                .AddNatsClientInstrumentation())
            .UseOtlpExporter();
    }

    private static bool IsProbe(PathString path) => path.Value is "/health" or "/alive" or "/metrics";

    public static void AddConsoleDefaults(this IHostApplicationBuilder builder)
    {
        builder.Logging.Configure(static options =>
            options.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);

        // A reader that is slow must not hold up work: what does not fit is dropped, and how much it was is written once there is room.
        builder.Logging.AddConsole(static console => console.QueueFullMode = Microsoft.Extensions.Logging.Console.ConsoleLoggerQueueFullMode.DropWrite);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.SimpleConsoleFormatterOptions>(static console =>
        {
            console.SingleLine = true;
            console.IncludeScopes = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
    }
}
