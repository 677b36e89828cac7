using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Webhooks.Core.Telemetry;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Telemetry;

/// <summary>The API's own metrics.</summary>
internal sealed class ApiInstruments
{
    private const int MaxEventTypes = 100;

    private static readonly KeyValuePair<string, object?> OtherEventTypes = Label("other");

    private readonly ConcurrentDictionary<string, KeyValuePair<string, object?>> _types = new(StringComparer.Ordinal);
    private readonly Counter<long> _events;
    private long _labels;

    public ApiInstruments(IMeterFactory meters, ConfigDirectory directory, QueueSample sample)
    {
        var meter = meters.Create(WebhooksTelemetry.Api);
        _events = meter.CreateCounter<long>(WebhooksTelemetry.Events, "{event}", "Events accepted.");
        meter.CreateObservableGauge(WebhooksTelemetry.Endpoints, () => directory.EndpointCount, "{endpoint}", "Endpoints that are not deleted.");
        meter.CreateObservableGauge(WebhooksTelemetry.QueueSize, () => sample.Waiting, "{message}", "Deliveries waiting in the stream.");
        meter.CreateObservableGauge(WebhooksTelemetry.SetAside, () => sample.SetAside, "{event}", "Events that the stream refuses.");
        meter.CreateObservableGauge(WebhooksTelemetry.DeadLetters, () => sample.DeadLetters, "{dead_letter}", "Deliveries in the dead letters.");
        meter.CreateObservableGauge(
            WebhooksTelemetry.CircuitBreaker,
            () => new Measurement<int>(sample.OpenCircuits == 0 ? 0 : 2, new KeyValuePair<string, object?>(WebhooksTelemetry.ServiceTag, "endpoints")),
            description: "0 when every circuit is closed, 2 when one is open.");
    }

    /// <summary>Types beyond the first hundred share one label, because tenants choose them.</summary>
    public void Accepted(string eventType)
    {
        if (!_types.TryGetValue(eventType, out var tag))
        {
            tag = Interlocked.Increment(ref _labels) <= MaxEventTypes ? _types.GetOrAdd(eventType, Label) : OtherEventTypes;
        }

        _events.Add(1, tag);
    }

    private static KeyValuePair<string, object?> Label(string eventType) => new(WebhooksTelemetry.EventTypeTag, eventType);
}
