using System.Diagnostics.Metrics;
using Webhooks.Core.Telemetry;

namespace Webhooks.Worker.Recording;

/// <summary>The worker's measurements.</summary>
internal sealed class WorkerInstruments
{
    private static readonly InstrumentAdvice<double> Seconds =
        new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] };

    private readonly TimeProvider _time;
    private readonly Counter<long> _deliveries;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _latency;

    public WorkerInstruments(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        var meter = meters.Create(WebhooksTelemetry.Worker);
        _deliveries = meter.CreateCounter<long>(WebhooksTelemetry.Deliveries, "{delivery}", "Outcomes of attempts, by the status they left the delivery in.");
        _duration = meter.CreateHistogram<double>(WebhooksTelemetry.DeliveryDuration, "s", "From connecting to the last byte of the answer.", advice: Seconds);
        _latency = meter.CreateHistogram<double>(WebhooksTelemetry.DeliveryLatency, "s", "From the acceptance of an event to its delivery.", advice: Seconds);
    }

    public void Settled(Settlement settlement)
    {
        if (!settlement.IsStepOnTheWay)
        {
            _deliveries.Add(1, new KeyValuePair<string, object?>(WebhooksTelemetry.StatusTag, settlement.Status));
        }

        if (settlement.Attempt is { } attempt)
        {
            _duration.Record(attempt.Duration.TotalSeconds);
        }

        if (settlement.Status == Core.Deliveries.DeliveryStatus.Delivered)
        {
            _latency.Record((_time.GetUtcNow() - settlement.Job.Delivery.Id.Event.CreatedAt).TotalSeconds);
        }
    }
}
