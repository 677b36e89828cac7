using NATS.Client.JetStream;
using Webhooks.Core.Deliveries;

namespace Webhooks.Worker.Recording;

/// <summary>Tells the stream what has become of its messages, once that is recorded.</summary>
internal sealed partial class StreamAnswers(HeldJobs held, TimeProvider time, ILogger<StreamAnswers> logger)
{
    // For a whole batch: while the broker is away, outcomes are still recorded.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public async Task TellAsync(IReadOnlyList<Settlement> settlements)
    {
        using var deadline = new CancellationTokenSource(Timeout);
        foreach (var settlement in settlements)
        {
            settlement.Complete(isRecorded: true);
            try
            {
                await TellAsync(settlement, deadline.Token);
            }
            catch (Exception error)
            {
                // The stream hands the message out again, and the row then says that it was settled.
                LogUnanswered(logger, settlement.Job.Delivery.Id, settlement.Job.Delivery.Header.CorrelationId, error.Message);
            }
        }
    }

    private ValueTask TellAsync(Settlement settlement, CancellationToken cancellationToken)
    {
        var carrier = settlement.Job.Carrier;
        return !held.Finish(carrier) ? ValueTask.CompletedTask : settlement.Answer switch
        {
            StreamAnswer.Terminate => carrier.Message.AckTerminateAsync(cancellationToken: cancellationToken),
            StreamAnswer.Nak => carrier.Message.NakAsync(new AckOpts { NakDelay = DelayUntil(settlement.NextAttemptAt) }, cancellationToken),
            _ => carrier.Message.AckAsync(cancellationToken: cancellationToken),
        };
    }

    private TimeSpan DelayUntil(DateTimeOffset? due) =>
        due - time.GetUtcNow() is { } delay && delay > TimeSpan.Zero ? delay : TimeSpan.FromMilliseconds(1);

    [LoggerMessage(LogLevel.Warning, "Recorded {Delivery} but could not tell the stream: {Reason} correlation_id={CorrelationId}")]
    private static partial void LogUnanswered(ILogger logger, DeliveryId delivery, string correlationId, string reason);
}
