using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Clients.Tests.OpenTelemetry;

public sealed class OpenTelemetryHostingTests
{
    [Fact]
    public async Task AddOpenTelemetry_HostStarted_SpansReachTheProcessor()
    {
        using var source = new ActivitySource($"Clients.Tests.{Guid.NewGuid()}");
        var spans = new Spans();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("shop"))
            .WithTracing(tracing => tracing.AddSource(source.Name).AddProcessor(spans));
        using var host = builder.Build();

        Assert.Null(source.StartActivity("before"));
        await host.StartAsync();
        source.StartActivity("after")?.Dispose();
        await host.StopAsync();

        Assert.Equal(["after"], spans.Names);
        Assert.Contains(spans.Resource!.Attributes, attribute => attribute is { Key: "service.name", Value: "shop" });
    }

    [Fact]
    public async Task AddOpenTelemetry_SeveralCalls_AddToOneProvider()
    {
        using var meter = new Meter($"Clients.Tests.{Guid.NewGuid()}");
        var exported = new List<string>();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(meter.Name));
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddReader(new BaseExportingMetricReader(new Names(exported))));
        using var host = builder.Build();
        await host.StartAsync();

        meter.CreateCounter<int>("orders").Add(1);
        host.Services.GetRequiredService<MeterProvider>().ForceFlush(5000);

        Assert.Equal(["orders"], exported);
        Assert.Single(host.Services.GetServices<IHostedService>());
        await host.StopAsync();
    }

    [Fact]
    public async Task UseOtlpExporter_OnTheBuilder_Composes()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:1";
        builder.Services.AddOpenTelemetry().WithMetrics().WithTracing().WithLogging().UseOtlpExporter();
        using var host = builder.Build();

        await host.StartAsync();
        Assert.NotNull(host.Services.GetService<TracerProvider>());
        await host.StopAsync().WaitAsync(TimeSpan.FromSeconds(10));
    }

    private sealed class Spans : BaseProcessor<Activity>
    {
        public List<string> Names { get; } = [];

        public Resource? Resource { get; private set; }

        public override void OnEnd(Activity data)
        {
            Names.Add(data.DisplayName);
            Resource = ParentProvider.GetResource();
        }
    }

    private sealed class Names(List<string> names) : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
            {
                names.Add(metric.Name);
            }

            return ExportResult.Success;
        }
    }
}
