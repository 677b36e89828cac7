using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Webhooks.ServiceDefaults.Telemetry;

internal static class OpenTelemetryDefaults
{
    private static readonly string[] Meters =
        ["Webhooks.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", "Npgsql", "NATS.Net"];

    private static readonly string[] Sources = ["Webhooks.*", "Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "NATS.Net"];

    /// <summary>Exports logs, metrics and traces when an OTLP endpoint is configured; otherwise nothing listens, and tracing costs nothing.</summary>
    public static void AddOpenTelemetryDefaults(this IHostApplicationBuilder builder)
    {
        if (!builder.HasOtlpEndpoint())
        {
            return;
        }

        // Server spans carry their HTTP attributes only when asked to (dotnet/aspnetcore#64851).
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", isEnabled: false);

        builder.Logging.AddOpenTelemetry(static logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        builder.Services.AddOpenTelemetry()
            .WithMetrics(static metrics => metrics.AddMeter(Meters))
            .WithTracing(static tracing => tracing.AddSource(Sources).AddProcessor(new ProbeSpanFilter()))
            .UseOtlpExporter();
    }

    public static void AddConsoleDefaults(this IHostApplicationBuilder builder)
    {
        builder.Logging.Configure(static options =>
            options.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        builder.Logging.AddConsole();
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.SimpleConsoleFormatterOptions>(static console =>
        {
            console.SingleLine = true;
            console.IncludeScopes = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
    }
}
