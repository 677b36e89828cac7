using System.Diagnostics;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Retries;
using Webhooks.Core.Telemetry;
using Webhooks.Worker.Lanes;
using Webhooks.Worker.Operations;
using Webhooks.Worker.Recording;

namespace Webhooks.Worker.Sending;

/// <summary>Carries one delivery through one attempt: trace, log, send, decide, hand over to be recorded.</summary>
internal sealed partial class DeliverySender(
    WebhookSender sender, Recorder recorder, EndpointWatch watch, WorkerInstruments instruments, Func<double> random, TimeProvider time, ILogger<DeliverySender> logger)
{
    private static readonly ActivitySource Source = new(WebhooksTelemetry.Worker);

    public async ValueTask<DeliveryOutcome> SendAsync(DeliveryJob job)
    {
        var header = job.Delivery.Header;
        var reference = header.ReferenceId ?? (logger.IsEnabled(LogLevel.Information) ? job.Delivery.Id.Event.ToString() : "");
        LogSending(logger, job.Endpoint.Url, reference, job.Attempt, header.CorrelationId);
        using var activity = Start(job);
        var attempt = await sender.SendAsync(job, activity?.Id ?? header.TraceParent);
        var decision = RetryDecision.For(attempt.Outcome, job.Previous, job.BudgetAttempt, job.Policy, attempt.RetryAfter, random);
        var settlement = Settle(job, attempt, decision);
        Log(job, attempt, settlement, reference);
        activity?.SetTag("http.response.status_code", attempt.Outcome.StatusCode)
            .SetStatus(decision.Verdict == Verdict.Delivered ? ActivityStatusCode.Ok : ActivityStatusCode.Error, attempt.Error);
        instruments.Attempted(settlement, job.Delivery.Id.Event.CreatedAt);
        if (decision.Verdict == Verdict.FailAndDisable)
        {
            watch.Disable(job.Endpoint, attempt.Error ?? "410 Gone");
        }

        await recorder.RecordAsync(settlement);
        return attempt.Outcome;
    }

    private Settlement Settle(DeliveryJob job, AttemptResult attempt, RetryDecision decision) => decision.Verdict switch
    {
        Verdict.Delivered => new Settlement(job, DeliveryStatus.Delivered, StreamAnswer.Ack) { Attempt = attempt },
        Verdict.Retry when job.Deliveries >= job.MostDeliveries => new Settlement(job, DeliveryStatus.Parked, StreamAnswer.Ack)
        {
            Attempt = attempt,
            Reason = ParkReason.NextAttempt,
            NextAttemptAt = time.GetUtcNow() + decision.Delay,
        },
        Verdict.Retry => new Settlement(job, DeliveryStatus.Retrying, StreamAnswer.Nak)
        {
            Attempt = attempt,
            NextAttemptAt = time.GetUtcNow() + decision.Delay,
        },
        _ => new Settlement(job, DeliveryStatus.Failed, StreamAnswer.Terminate) { Attempt = attempt },
    };

    private static Activity? Start(DeliveryJob job)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var header = job.Delivery.Header;
        return Source.StartActivity("webhook deliver", ActivityKind.Client, parentId: header.TraceParent)?
            .SetTag("http.request.method", "POST")
            .SetTag("url.full", job.Endpoint.Url.AbsoluteUri)
            .SetTag("webhook.delivery.id", job.Delivery.Id.ToString())
            .SetTag("webhook.endpoint.id", job.Endpoint.Id.ToString())
            .SetTag("webhook.attempt", job.Attempt)
            .SetTag("webhook.tenant.id", header.TenantId);
    }

    private void Log(DeliveryJob job, AttemptResult attempt, Settlement settlement, string reference)
    {
        var correlationId = job.Delivery.Header.CorrelationId;
        if (settlement.Status == DeliveryStatus.Delivered)
        {
            LogDelivered(logger, job.Endpoint.Url, reference, attempt.Outcome.StatusCode, attempt.Duration.TotalMilliseconds, correlationId);
            return;
        }

        if (attempt.Outcome.StatusCode > 0)
        {
            LogFailed(logger, attempt.Outcome.StatusCode, job.Endpoint.Url, reference, attempt.Error, correlationId);
        }
        else
        {
            LogUnanswered(logger, job.Endpoint.Url, reference, attempt.Error, correlationId);
        }

        if (settlement.NextAttemptAt is { } next)
        {
            // A refusal has one more try, whatever the policy.
            var left = attempt.Outcome.Verdict == Verdict.RetryOnce ? 1 : job.Policy.MaxAttempts - job.BudgetAttempt;
            LogRetrying(logger, job.Endpoint.Url, reference, job.Attempt + 1, job.Attempt + left, next, correlationId);
        }
    }

    [LoggerMessage(LogLevel.Information, "Sending webhook notification to {Url} for reference_id={ReferenceId} attempt={Attempt} correlation_id={CorrelationId}")]
    private static partial void LogSending(ILogger logger, Uri url, string referenceId, int attempt, string correlationId);

    [LoggerMessage(LogLevel.Information, "Successfully delivered webhook to {Url} for reference_id={ReferenceId} with status {Status} in {Milliseconds:0.0} ms correlation_id={CorrelationId}")]
    private static partial void LogDelivered(ILogger logger, Uri url, string referenceId, int status, double milliseconds, string correlationId);

    [LoggerMessage(LogLevel.Warning, "Webhook delivery failed with status {Status} to {Url} for reference_id={ReferenceId}: {Error} correlation_id={CorrelationId}")]
    private static partial void LogFailed(ILogger logger, int status, Uri url, string referenceId, string? error, string correlationId);

    [LoggerMessage(LogLevel.Warning, "Webhook delivery failed without an answer from {Url} for reference_id={ReferenceId}: {Error} correlation_id={CorrelationId}")]
    private static partial void LogUnanswered(ILogger logger, Uri url, string referenceId, string? error, string correlationId);

    [LoggerMessage(LogLevel.Information, "Retrying webhook delivery to {Url} for reference_id={ReferenceId} (attempt {Attempt} of {MaxAttempts}) at {NextAttemptAt:O} correlation_id={CorrelationId}")]
    private static partial void LogRetrying(ILogger logger, Uri url, string referenceId, int attempt, int maxAttempts, DateTimeOffset nextAttemptAt, string correlationId);
}
