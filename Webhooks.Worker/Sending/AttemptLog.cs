using Webhooks.Core.Endpoints;
using Webhooks.Core.Retries;

namespace Webhooks.Worker.Sending;

/// <summary>
/// The lines of an attempt. Those of attempts that go well have a category of their own, so that one setting turns them on or off: a
/// line for each delivery is what a developer wants and production does not.
/// </summary>
internal sealed partial class AttemptLog(ILoggerFactory loggers)
{
    /// <summary><c>Logging:LogLevel:Webhooks.Deliveries</c>: Information in Development, Warning elsewhere.</summary>
    public const string Successes = "Webhooks.Deliveries";

    private readonly ILogger _successes = loggers.CreateLogger(Successes);
    private readonly ILogger _failures = loggers.CreateLogger<AttemptLog>();

    public void Sending(DeliveryJob job)
    {
        if (_successes.IsEnabled(LogLevel.Information))
        {
            LogSending(_successes, new LoggedUrl(job.Endpoint.Url), Reference(job), job.Attempt, job.Delivery.Header.CorrelationId);
        }
    }

    /// <param name="next">When it is tried again; null when it is not.</param>
    public void Sent(DeliveryJob job, AttemptResult attempt, DateTimeOffset? next)
    {
        var correlationId = job.Delivery.Header.CorrelationId;
        if (attempt.Outcome.Verdict != Verdict.Delivered)
        {
            LogFailed(_failures, Status(attempt.Outcome), new LoggedUrl(job.Endpoint.Url), Reference(job), attempt.Error, correlationId);
            if (next is { } at)
            {
                // A refusal has one more try, whatever the policy.
                var left = attempt.Outcome.Verdict == Verdict.RetryOnce ? 1 : job.Policy.MaxAttempts - job.BudgetAttempt;
                LogRetrying(_failures, new LoggedUrl(job.Endpoint.Url), Reference(job), job.Attempt + 1, job.Attempt + left, at, correlationId);
            }
        }
        else if (_successes.IsEnabled(LogLevel.Information))
        {
            LogDelivered(
                _successes, new LoggedUrl(job.Endpoint.Url), Reference(job), attempt.Outcome.StatusCode, attempt.Duration.TotalMilliseconds, correlationId);
        }
    }

    /// <summary>Names the rule or what the resolver said, which the attempt's own error does not tell the tenant.</summary>
    public void NoAddress(DeliveryJob job, string reason) =>
        LogNoAddress(_failures, new LoggedUrl(job.Endpoint.Url), Reference(job), reason, job.Delivery.Header.CorrelationId);

    private static string Reference(DeliveryJob job) => job.Delivery.Header.ReferenceId ?? job.Delivery.Id.Event.ToString();

    private static string Status(DeliveryOutcome outcome) => outcome.StatusCode > 0 ? outcome.StatusCode.ToString() : "none";

    [LoggerMessage(LogLevel.Information, "Sending webhook notification to {Url} for reference_id={ReferenceId} attempt={Attempt} correlation_id={CorrelationId}")]
    private static partial void LogSending(ILogger logger, LoggedUrl url, string referenceId, int attempt, string correlationId);

    [LoggerMessage(LogLevel.Information, "Successfully delivered webhook to {Url} for reference_id={ReferenceId} with status {Status} in {Milliseconds:0.0} ms correlation_id={CorrelationId}")]
    private static partial void LogDelivered(ILogger logger, LoggedUrl url, string referenceId, int status, double milliseconds, string correlationId);

    [LoggerMessage(LogLevel.Warning, "Webhook delivery failed with status {Status} to {Url} for reference_id={ReferenceId}: {Error} correlation_id={CorrelationId}")]
    private static partial void LogFailed(ILogger logger, string status, LoggedUrl url, string referenceId, string? error, string correlationId);

    [LoggerMessage(LogLevel.Warning, "No address to send to for {Url} of reference_id={ReferenceId}: {Reason} correlation_id={CorrelationId}")]
    private static partial void LogNoAddress(ILogger logger, LoggedUrl url, string referenceId, string reason, string correlationId);

    [LoggerMessage(LogLevel.Information, "Retrying webhook delivery to {Url} for reference_id={ReferenceId} (attempt {Attempt} of {MaxAttempts}) at {NextAttemptAt:O} correlation_id={CorrelationId}")]
    private static partial void LogRetrying(ILogger logger, LoggedUrl url, string referenceId, int attempt, int maxAttempts, DateTimeOffset nextAttemptAt, string correlationId);
}
