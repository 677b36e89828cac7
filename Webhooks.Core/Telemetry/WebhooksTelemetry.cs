namespace Webhooks.Core.Telemetry;

/// <summary>
/// The names of every activity source, meter, instrument and tag of ours. Instruments follow the OpenTelemetry
/// conventions (lower case, dots, UCUM units); /metrics renders them by the Prometheus rules.
/// </summary>
public static class WebhooksTelemetry
{
    public const string Api = "Webhooks.Api";
    public const string Worker = "Webhooks.Worker";
    public const string Receiver = "Webhooks.Receiver";

    /// <summary>Counter, {event}: events accepted. Tag: <see cref="EventTypeTag"/>.</summary>
    public const string Events = "webhook.events";

    /// <summary>Counter, {delivery}: outcomes of attempts. Tag: <see cref="StatusTag"/>.</summary>
    public const string Deliveries = "webhook.deliveries";

    /// <summary>Histogram, s: from the start of connecting to the last byte of the answer.</summary>
    public const string DeliveryDuration = "webhook.delivery.duration";

    /// <summary>Histogram, s: from acceptance to delivery.</summary>
    public const string DeliveryLatency = "webhook.delivery.latency";

    /// <summary>Counter, {delivery}: deliveries that were nowhere and were sent again.</summary>
    public const string Reconciled = "webhook.reconciled";

    /// <summary>Counter, {entry}: changes that could not be written into the audit log.</summary>
    public const string AuditLost = "webhook.audit.lost";

    /// <summary>Gauge, {event}: events that the stream refuses.</summary>
    public const string SetAside = "webhook.outbox.aside";

    /// <summary>Gauge, {delivery}: deliveries in a worker's hands.</summary>
    public const string Held = "webhook.held";

    /// <summary>Gauge, {endpoint}: endpoints of which a worker holds or remembers something.</summary>
    public const string Lanes = "webhook.lanes";

    /// <summary>Gauge, {message}: what waits in the broker.</summary>
    public const string QueueSize = "webhook.queue.size";

    /// <summary>Gauge, {message}: what waits in the broker and no worker has taken yet.</summary>
    public const string QueueLag = "webhook.queue.lag";

    /// <summary>Gauge, s: how long the oldest of these has waited.</summary>
    public const string QueueAge = "webhook.queue.age";

    /// <summary>Gauge, s: age of the oldest batch in the outbox that the stream does not refuse.</summary>
    public const string OutboxAge = "webhook.outbox.age";

    /// <summary>Gauge, {worker}: workers that signed in lately.</summary>
    public const string Workers = "webhook.workers";

    /// <summary>Gauge, {endpoint}: active endpoints that are marked as failing.</summary>
    public const string FailingEndpoints = "webhook.endpoints.failing";

    /// <summary>Gauge, {endpoint}: endpoints that at least one worker spares for now.</summary>
    public const string OpenCircuits = "webhook.circuits.open";

    /// <summary>Gauge, {endpoint}: endpoints that are not deleted.</summary>
    public const string Endpoints = "webhook.endpoints.total";

    /// <summary>Gauge, {dead_letter}: rows in the dead letters.</summary>
    public const string DeadLetters = "webhook.dlq.size";

    /// <summary>Gauge: 0 closed, 1 half-open, 2 open; the highest state of a service's circuits.</summary>
    public const string CircuitBreaker = "circuit_breaker.status";

    public const string EventTypeTag = "event_type";
    public const string StatusTag = "status";
    public const string ServiceTag = "service";
}
