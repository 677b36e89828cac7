using Webhooks.Core.Deliveries;
using Webhooks.Core.Retries;

namespace Webhooks.Worker.Consuming;

/// <summary>What the database knows of a delivery whose message may be stale.</summary>
/// <param name="LastOutcome">Of the latest attempt within the present retry budget; null when that has none yet.</param>
internal sealed record RowState(int Cycle, string Status, bool IsDeadLettered, DeliveryOutcome? LastOutcome)
{
    public MessageFate FateOf(int cycle) => (Cycle == cycle, Status) switch
    {
        (false, _) => MessageFate.Drop,
        (_, DeliveryStatus.Pending or DeliveryStatus.InProgress or DeliveryStatus.Retrying) => MessageFate.Send,

        // Recorded as failed, but the process ended before it told the stream.
        (_, DeliveryStatus.Failed) when !IsDeadLettered => MessageFate.Terminate,
        _ => MessageFate.Drop,
    };
}

internal enum MessageFate
{
    Send,
    Drop,
    Terminate,
}
