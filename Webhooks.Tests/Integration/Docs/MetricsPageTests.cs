using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using Webhooks.Core.Telemetry;
using Webhooks.Tests.Support;
using Webhooks.Tests.Unit.Docs;

namespace Webhooks.Tests.Integration.Docs;

/// <summary>The page of metrics is what a running stack measures.</summary>
public sealed class MetricsPageTests
{
    private const string FileName = "metrics.md";
    private const string Begin = "<!-- generated from the instruments: UPDATE_DOCS=1 dotnet test --filter MetricsPageTests -->";
    private const string End = "<!-- end of what is generated -->";

    private static readonly Dictionary<string, string> Services = new(StringComparer.Ordinal)
    {
        [WebhooksTelemetry.Api] = "api",
        [WebhooksTelemetry.Worker] = "worker",
    };

    [Fact]
    public async Task Metrics_Page_IsWhatTheInstrumentsSay()
    {
        var page = DocsFolder.Read(FileName);
        var start = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = page.IndexOf(End, StringComparison.Ordinal);
        var wanted = $"\n\n{await RenderAsync()}\n";

        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(DocsFolder.PathOf(FileName), page[..start] + wanted + page[end..]);
            return;
        }

        Assert.True(page[start..end] == wanted, $"docs/{FileName} is not what the instruments say. Write it anew: UPDATE_DOCS=1 dotnet test --filter MetricsPageTests");
    }

    private static async Task<string> RenderAsync()
    {
        var instruments = new ConcurrentDictionary<string, Instrument>(StringComparer.Ordinal);
        var services = new ConcurrentDictionary<(string Name, string Service), bool>();
        var labels = new ConcurrentDictionary<(string Name, string Label), bool>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, mine) =>
        {
            if (Services.TryGetValue(instrument.Meter.Name, out var service))
            {
                instruments[instrument.Name] = instrument;
                services[(instrument.Name, service)] = true;
                mine.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
        listener.Start();

        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        await stack.UntilAsync(await endpoint.PostAsync(), "delivered");
        listener.RecordObservableInstruments();

        var table = new StringBuilder("| Prometheus | Instrument | Kind | Unit | Labels | Reported by | Meaning |\n|---|---|---|---|---|---|---|\n");
        foreach (var (name, instrument) in instruments.OrderBy(static entry => entry.Key, StringComparer.Ordinal))
        {
            table.Append(
                $"| `{Prometheus(instrument)}` | `{name}` | {Kind(instrument)} | {instrument.Unit?.Trim('{', '}')} | {Join(labels.Keys.Where(label => label.Name == name).Select(static label => $"`{label.Label}`"))} "
                + $"| {Join(services.Keys.Where(service => service.Name == name).Select(static service => service.Service))} | {instrument.Description} |\n");
        }

        return table.ToString();

        void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var (label, _) in tags)
            {
                labels[(instrument.Name, label)] = true;
            }
        }
    }

    private static string Join(IEnumerable<string> words) => string.Join(", ", words.Order(StringComparer.Ordinal));

    private static string Kind(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Counter" => "counter",
        "Histogram" => "histogram",
        _ => "gauge",
    };

    private static string Prometheus(Instrument instrument) =>
        instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : "") + (Kind(instrument) == "counter" ? "_total" : "");
}
