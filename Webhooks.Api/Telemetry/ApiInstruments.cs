using System.Diagnostics.Metrics;
using Webhooks.Core.Telemetry;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Telemetry;

/// <summary>The API's own metrics.</summary>
internal sealed class ApiInstruments
{
    private readonly EventTypeLabels _types;
    private readonly Counter<long> _events;

    public ApiInstruments(IMeterFactory meters, ConfigDirectory directory, QueueSample sample)
    {
        _types = new EventTypeLabels(directory);
        var meter = meters.Create(WebhooksTelemetry.Api);
        _events = meter.CreateCounter<long>(WebhooksTelemetry.Events, "{event}", "Events accepted.");
        meter.CreateObservableGauge(WebhooksTelemetry.Endpoints, () => directory.EndpointCount, "{endpoint}", "Endpoints that are not deleted.");
        meter.CreateObservableGauge(WebhooksTelemetry.QueueSize, () => sample.Waiting, "{message}", "Messages in the stream: batches of first attempts, and deliveries that travel by themselves.");
        meter.CreateObservableGauge(WebhooksTelemetry.SetAside, () => sample.SetAside, "{event}", "Events that the stream refuses.");
        meter.CreateObservableGauge(WebhooksTelemetry.DeadLetters, () => sample.DeadLetters, "{dead_letter}", "Deliveries in the dead letters.");
        meter.CreateObservableGauge(
            WebhooksTelemetry.CircuitBreaker,
            () => new Measurement<int>(sample.OpenCircuits == 0 ? 0 : 2, new KeyValuePair<string, object?>(WebhooksTelemetry.ServiceTag, "endpoints")),
            description: "0 when every circuit is closed, 2 when one is open.");
    }

    public void Accepted(string tenantId, string eventType) => _events.Add(1, _types.Of(tenantId, eventType));
}
