using Webhooks.Core.Deliveries;

namespace Webhooks.Worker.Recording;

/// <summary>Tells the stream what has become of its messages, once that is recorded.</summary>
internal sealed partial class StreamAnswers(HeldJobs held, LateReplies late, TimeProvider time, ILogger<StreamAnswers> logger)
{
    // For a whole batch: while the broker is away, outcomes are still recorded.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public async Task TellAsync(IReadOnlyList<Settlement> settlements)
    {
        using var deadline = new CancellationTokenSource(Timeout);
        foreach (var settlement in settlements)
        {
            settlement.Complete(isRecorded: true);
            var carrier = settlement.Job.Carrier;
            if (!held.Finish(carrier))
            {
                continue;
            }

            var reply = new StreamReply(carrier, settlement.Answer, settlement.NextAttemptAt);
            try
            {
                await reply.SendAsync(time, deadline.Token);
            }
            catch (Exception error)
            {
                LogUnanswered(logger, settlement.Job.Delivery.Id, settlement.Job.Delivery.Header.CorrelationId, error.Message);
                late.Add(reply);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Recorded {Delivery} but could not tell the stream yet: {Reason} correlation_id={CorrelationId}")]
    private static partial void LogUnanswered(ILogger logger, DeliveryId delivery, string correlationId, string reason);
}
