using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace Webhooks.Tests.Unit.ServiceDefaults;

public sealed class PrometheusEndpointTests
{
    [Fact]
    public async Task Metrics_Counter_IsExposedWithHelpTypeAndLabels()
    {
        await using var service = await RunningService.StartAsync();
        var events = Meter(service).CreateCounter<long>("webhook.events", "{event}", "Events \\ accepted\nso far");

        events.Add(2, new KeyValuePair<string, object?>("event_type", "user.created"));
        events.Add(3, new KeyValuePair<string, object?>("event_type", "user.created"));
        events.Add(1, new KeyValuePair<string, object?>("event_type", "quote\" back\\ line\nend"));

        var text = await ScrapeAsync(service);
        Assert.Contains("# TYPE webhook_events_total counter\n# HELP webhook_events_total Events \\\\ accepted\\nso far\n", text, StringComparison.Ordinal);
        Assert.Contains("webhook_events_total{event_type=\"user.created\"} 5\n", text, StringComparison.Ordinal);
        Assert.Contains("webhook_events_total{event_type=\"quote\\\" back\\\\ line\\nend\"} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_ContentType_IsTextExposition()
    {
        await using var service = await RunningService.StartAsync();

        using var response = await service.Client.GetAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Contains("dotnet_process_cpu_count", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_Histogram_HasCumulativeBucketsOfTheAdvice()
    {
        await using var service = await RunningService.StartAsync();
        var duration = Meter(service).CreateHistogram(
            "webhook.delivery.duration", "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });

        foreach (var seconds in new[] { 0.05, 0.1, 0.5, 7 })
        {
            duration.Record(seconds);
        }

        var text = await ScrapeAsync(service);
        Assert.Contains(
            """
            # TYPE webhook_delivery_duration_seconds histogram
            webhook_delivery_duration_seconds_bucket{le="0.1"} 2
            webhook_delivery_duration_seconds_bucket{le="1"} 3
            webhook_delivery_duration_seconds_bucket{le="+Inf"} 4
            webhook_delivery_duration_seconds_sum 7.65
            webhook_delivery_duration_seconds_count 4

            """.ReplaceLineEndings("\n"),
            text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_ObservableGauge_ShowsOnlyWhatExistsAtTheScrape()
    {
        await using var service = await RunningService.StartAsync();
        var circuits = new Dictionary<string, int>(StringComparer.Ordinal) { ["a"] = 0, ["b"] = 2 };
        Meter(service).CreateObservableGauge("circuit_breaker.status", () => circuits.Select(circuit =>
            new Measurement<int>(circuit.Value, new KeyValuePair<string, object?>("service", circuit.Key))));

        Assert.Contains("circuit_breaker_status{service=\"b\"} 2\n", await ScrapeAsync(service), StringComparison.Ordinal);
        circuits.Remove("b");
        var text = await ScrapeAsync(service);

        Assert.Contains("circuit_breaker_status{service=\"a\"} 0\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("service=\"b\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_ObservableThatThrows_DoesNotSpoilTheScrape()
    {
        await using var service = await RunningService.StartAsync();
        Meter(service).CreateObservableGauge("webhook.broken", int () => throw new InvalidOperationException("as expected"));
        Meter(service).CreateObservableGauge("webhook.whole", static () => 1);

        Assert.Contains("webhook_whole 1\n", await ScrapeAsync(service), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_UpDownCounterAndGauge_AreGauges()
    {
        await using var service = await RunningService.StartAsync();
        var inFlight = Meter(service).CreateUpDownCounter<int>("webhook.in_flight");
        var level = Meter(service).CreateGauge<double>("webhook.level");

        inFlight.Add(3);
        inFlight.Add(-1);
        level.Record(1.5);
        level.Record(-2.5);

        var text = await ScrapeAsync(service);
        Assert.Contains("# TYPE webhook_in_flight gauge\nwebhook_in_flight 2\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE webhook_level gauge\nwebhook_level -2.5\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_SameTagsInAnyOrder_AreOneSeries()
    {
        await using var service = await RunningService.StartAsync();
        var counter = Meter(service).CreateCounter<double>("webhook.ordered");

        counter.Add(1, new("a", 1), new("b", true));
        counter.Add(0.5, new("b", true), new("a", 1));

        Assert.Contains("webhook_ordered_total{a=\"1\",b=\"true\"} 1.5\n", await ScrapeAsync(service), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_TooManySeries_AreCountedInOneMore()
    {
        await using var service = await RunningService.StartAsync(settings: ("Prometheus:MaxSeriesPerInstrument", "10"));
        var counter = Meter(service).CreateCounter<long>("webhook.unbounded");

        for (var i = 0; i < 25; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("id", i));
        }

        var text = await ScrapeAsync(service);
        Assert.Equal(11, text.Split('\n').Count(line => line.StartsWith("webhook_unbounded_total{", StringComparison.Ordinal)));
        Assert.Contains("webhook_unbounded_total{otel_metric_overflow=\"true\"} 15\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_RecordedInParallel_LoseNothing()
    {
        await using var service = await RunningService.StartAsync();
        var counter = Meter(service).CreateCounter<long>("webhook.parallel");
        var histogram = Meter(service).CreateHistogram<double>("webhook.parallel.duration", "s");

        Parallel.For(0, 100_000, i =>
        {
            counter.Add(1, new KeyValuePair<string, object?>("n", i % 7));
            histogram.Record(0.5);
        });

        var text = await ScrapeAsync(service);
        var lines = text.Split('\n').Where(line => line.StartsWith("webhook_parallel_total{", StringComparison.Ordinal)).ToArray();
        Assert.Equal(7, lines.Length);
        Assert.Equal(100_000, lines.Sum(line => long.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)));
        Assert.Contains("webhook_parallel_duration_seconds_sum 50000\nwebhook_parallel_duration_seconds_count 100000\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_OtherService_IsNotShown()
    {
        await using var service = await RunningService.StartAsync();
        await using var other = await RunningService.StartAsync();
        Meter(other).CreateCounter<long>("webhook.foreign").Add(1);

        Assert.DoesNotContain("webhook_foreign", await ScrapeAsync(service), StringComparison.Ordinal);
    }

    private static Meter Meter(RunningService service) => service.Services.GetRequiredService<IMeterFactory>().Create("Webhooks.Tests");

    // A series without labels may have empty braces.
    private static async Task<string> ScrapeAsync(RunningService service) =>
        (await service.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Replace("{} ", " ", StringComparison.Ordinal);
}
