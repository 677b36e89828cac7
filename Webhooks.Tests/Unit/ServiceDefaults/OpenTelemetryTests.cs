using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Webhooks.Testing;

namespace Webhooks.Tests.Unit.ServiceDefaults;

public sealed partial class OpenTelemetryTests
{
    [Fact]
    public async Task OtlpEndpoint_NotSet_NothingIsTraced()
    {
        await using var service = await RunningService.StartAsync();

        Assert.Null(service.Services.GetService(typeof(OpenTelemetry.Trace.TracerProvider)));
    }

    [Fact]
    public async Task OtlpEndpoint_Set_ExportsTracesMetricsAndLogsButNoProbes()
    {
        var exported = new ConcurrentQueue<(string Path, string Text)>();
        await using var collector = await StartCollectorAsync(exported);
        await using (var service = await RunningService.StartAsync(
            configure: builder => builder.Logging.SetMinimumLevel(LogLevel.Information),
            map: app => app.MapGet("/hello", (ILogger<OpenTelemetryTests> logger) => Greet(logger)),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.First()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_BSP_SCHEDULE_DELAY", "100"),
            ("OTEL_BLRP_SCHEDULE_DELAY", "100"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "100")))
        {
            await service.Client.GetStringAsync(new Uri("/health", UriKind.Relative));
            await service.Client.GetStringAsync(new Uri("/hello", UriKind.Relative));
            await Eventually.TrueAsync(() => Task.FromResult(Has("/v1/traces", PathAttribute("/hello"))), "the span is exported");
            await Eventually.TrueAsync(() => Task.FromResult(Has("/v1/logs", "Greeted somebody")), "the log is exported");
            await Eventually.TrueAsync(
                () => Task.FromResult(Has("/v1/metrics", "http.server.request.duration")), "the metric is exported");
        }

        Assert.False(Has("/v1/traces", PathAttribute("/health")));

        bool Has(string path, string text) => exported.Any(
            batch => batch.Path.Equals(path, StringComparison.Ordinal) && batch.Text.Contains(text, StringComparison.Ordinal));

        // A protobuf string field, which only a server span has: the client's span carries the full URL.
        static string PathAttribute(string value) => $"\n{(char)value.Length}{value}";
    }

    private static string Greet(ILogger logger)
    {
        Greeted(logger, "somebody");
        return "hello";
    }

    [LoggerMessage(1, LogLevel.Information, "Greeted {Who}")]
    private static partial void Greeted(ILogger logger, string who);

    private static async Task<WebApplication> StartCollectorAsync(ConcurrentQueue<(string Path, string Text)> exported)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/v1/{signal}", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            exported.Enqueue((context.Request.Path.Value!, Encoding.Latin1.GetString(body.ToArray())));
        });
        await app.StartAsync();
        return app;
    }
}
