using Webhooks.Core.Deliveries;
using Webhooks.Core.Retries;

namespace Webhooks.Worker.Consuming;

/// <summary>What the database knows of a delivery whose message may be stale.</summary>
/// <param name="Attempts">That are recorded.</param>
/// <param name="LastOutcome">Of the latest attempt within the present retry budget; null when that has none yet.</param>
internal sealed record RowState(int Cycle, string Status, bool IsDeadLettered, int Attempts, DeliveryOutcome? LastOutcome)
{
    public MessageFate FateOf(DeliveryJob job) => Cycle != job.Delivery.Header.Cycle ? MessageFate.Drop
        : job.Carrier.IsBatch ? OfFirstAttempt
        : OfSingle(isFresh: job.Receipt == 1);

    // What is past its first attempt has a message of its own.
    private MessageFate OfFirstAttempt => (Status, LastOutcome) switch
    {
        (DeliveryStatus.Pending, null) => MessageFate.Send,
        (DeliveryStatus.InProgress, null) => MessageFate.CountLost,
        _ => MessageFate.Drop,
    };

    private MessageFate OfSingle(bool isFresh) => Status switch
    {
        DeliveryStatus.Pending => MessageFate.Send,

        // A first receipt finds these when a batch with the same delivery came before it.
        DeliveryStatus.InProgress or DeliveryStatus.Retrying => isFresh ? MessageFate.Drop : MessageFate.Send,

        // Recorded as failed, but the process ended before it told the stream.
        DeliveryStatus.Failed when !IsDeadLettered => MessageFate.Terminate,
        _ => MessageFate.Drop,
    };
}

internal enum MessageFate
{
    Send,

    /// <summary>A worker has ended during the attempt.</summary>
    CountLost,
    Drop,
    Terminate,
}
