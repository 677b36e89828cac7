using System.Diagnostics;
using System.Runtime.CompilerServices;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Retries;
using Webhooks.Core.Telemetry;
using Webhooks.Worker.Operations;
using Webhooks.Worker.Recording;

namespace Webhooks.Worker.Sending;

/// <summary>Carries one delivery through one attempt: trace, log, send, decide, hand over to be recorded.</summary>
internal sealed class DeliverySender(
    WebhookSender sender, Recorder recorder, EndpointWatch watch, AttemptLog log, Func<double> random, TimeProvider time)
{
    private const string Untold = "Unknown: the platform lost the outcome of the attempt";

    private static readonly ActivitySource Source = new(WebhooksTelemetry.Worker);

    /// <summary>Returns when the attempt is over and its settlement is with the recorder; the caller awaits the settlement's completion.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Settlement> SendAsync(DeliveryJob job)
    {
        log.Sending(job);
        using var activity = Start(job);
        var attempt = await sender.SendAsync(job, activity?.Id ?? job.Delivery.Header.TraceParent);
        var decision = RetryDecision.For(attempt.Outcome, job.Previous, job.BudgetAttempt, job.Policy, attempt.RetryAfter, random);
        var settlement = Settle(job, attempt, decision);
        log.Sent(job, attempt, settlement.NextAttemptAt);
        activity?.SetTag("http.response.status_code", attempt.Outcome.StatusCode)
            .SetStatus(decision.Verdict == Verdict.Delivered ? ActivityStatusCode.Ok : ActivityStatusCode.Error, attempt.Error);
        if (decision.Verdict == Verdict.FailAndDisable)
        {
            watch.Disable(job.Endpoint, attempt.Error ?? "410 Gone");
        }

        return recorder.Record(settlement);
    }

    /// <summary>An attempt that a worker did not live to see the end of.</summary>
    public AttemptResult Lost(DeliveryJob job) => new()
    {
        StartedAt = job.Carrier.StoredAt ?? time.GetUtcNow(),
        Duration = TimeSpan.Zero,
        Outcome = DeliveryOutcome.Broken(AttemptError.Unknown),
        Error = Burial.NoOutcome,
    };

    /// <summary>Counts an attempt that this process has lost the outcome of by a fault of its own: the endpoint may have the request.</summary>
    public Settlement CountUntold(DeliveryJob job)
    {
        var elapsed = time.GetElapsedTime(job.StartedSending);
        var attempt = new AttemptResult
        {
            StartedAt = time.GetUtcNow() - elapsed,
            Duration = elapsed,
            Outcome = DeliveryOutcome.Broken(AttemptError.Unknown),
            Error = Untold,
        };

        // Nothing is logged or drawn by lot: what has failed would fail again.
        var decision = RetryDecision.For(attempt.Outcome, job.Previous, job.BudgetAttempt, job.Policy, retryAfter: null, static () => 0.5);
        return recorder.Record(Settle(job, attempt, decision));
    }

    /// <summary>Counts an attempt that a worker did not live to see the end of.</summary>
    public Settlement CountLost(DeliveryJob job)
    {
        var attempt = Lost(job);
        var settlement = Settle(job, attempt, RetryDecision.For(attempt.Outcome, job.Previous, job.BudgetAttempt, job.Policy, retryAfter: null, random));
        log.Sent(job, attempt, settlement.NextAttemptAt);
        return recorder.Record(settlement);
    }

    private Settlement Settle(DeliveryJob job, AttemptResult attempt, RetryDecision decision)
    {
        DateTimeOffset? next = decision.Verdict == Verdict.Retry ? time.GetUtcNow() + decision.Delay : null;
        return decision.Verdict switch
        {
            Verdict.Delivered => new Settlement(job, DeliveryStatus.Delivered, StreamAnswer.Ack) { Attempt = attempt },
            _ when job.Carrier.IsBatch => new Settlement(job, DeliveryStatus.Retrying, StreamAnswer.HandOver) { Attempt = attempt, NextAttemptAt = next },
            Verdict.Retry when job.Receipt >= job.Carrier.MostDeliveries => new Settlement(job, DeliveryStatus.Parked, StreamAnswer.Ack)
            {
                Attempt = attempt,
                Reason = ParkReason.NextAttempt,
                NextAttemptAt = next,
            },
            Verdict.Retry => new Settlement(job, DeliveryStatus.Retrying, StreamAnswer.Nak) { Attempt = attempt, NextAttemptAt = next },
            _ => new Settlement(job, DeliveryStatus.Failed, StreamAnswer.Terminate) { Attempt = attempt },
        };
    }

    private static Activity? Start(DeliveryJob job)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var header = job.Delivery.Header;
        return Source.StartActivity("webhook deliver", ActivityKind.Client, parentId: header.TraceParent)?
            .SetTag("http.request.method", "POST")
            .SetTag("url.full", new LoggedUrl(job.Endpoint.Url).ToString())
            .SetTag("webhook.delivery.id", job.Delivery.Id.ToString())
            .SetTag("webhook.endpoint.id", job.Endpoint.Id.ToString())
            .SetTag("webhook.attempt", job.Attempt)
            .SetTag("webhook.tenant.id", header.TenantId);
    }
}
