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
        meter.CreateObservableGauge(WebhooksTelemetry.QueueLag, () => sample.Lag, "{message}", "Messages in the stream that no worker has taken yet.");
        meter.CreateObservableGauge(WebhooksTelemetry.QueueAge, () => sample.QueueAge.TotalSeconds, "s", "How long the oldest message that no worker has taken has been in the stream.");
        meter.CreateObservableGauge(WebhooksTelemetry.OutboxAge, () => sample.OutboxAge.TotalSeconds, "s", "Age of the oldest batch that waits in the outbox; what the stream refuses is not counted.");
        meter.CreateObservableGauge(WebhooksTelemetry.Workers, () => sample.Workers.Count, "{worker}", "Workers that are alive.");
        meter.CreateObservableGauge(WebhooksTelemetry.FailingEndpoints, () => sample.FailingEndpoints, "{endpoint}", "Active endpoints that have failed everything for longer than Worker:FailingAfter.");
        meter.CreateObservableGauge(WebhooksTelemetry.OpenCircuits, () => sample.OpenCircuits, "{endpoint}", "Endpoints whose circuit is open at a worker.");
        meter.CreateObservableGauge(WebhooksTelemetry.SetAside, () => sample.SetAside, "{event}", "Events that the stream refuses.");
        meter.CreateObservableGauge(WebhooksTelemetry.DeadLetters, () => sample.DeadLetters, "{dead_letter}", "Deliveries in the dead letters.");
        meter.CreateObservableGauge(
            WebhooksTelemetry.CircuitBreaker,
            () => new Measurement<int>(sample.OpenCircuits == 0 ? 0 : 2, new KeyValuePair<string, object?>(WebhooksTelemetry.ServiceTag, "endpoints")),
            description: "0 when every circuit is closed, 2 when one is open.");
    }

    public void Accepted(string tenantId, string eventType) => _events.Add(1, _types.Of(tenantId, eventType));
}
