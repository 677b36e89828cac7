using NATS.Client.JetStream;
using Webhooks.Core.Deliveries;

namespace Webhooks.Worker.Jobs;

/// <summary>A message of the stream in this worker's hands, with one delivery or a batch of them. <see cref="HeldJobs"/> counts down what is left of it.</summary>
internal sealed class Carrier
{
    private volatile INatsJSMsg<DeliveryBatch> _message;

    /// <param name="message">As it came.</param>
    /// <param name="isBatch">It carries first attempts; otherwise one delivery that travels by itself.</param>
    /// <param name="mostDeliveries">How often the stream hands it out at the most.</param>
    public Carrier(INatsJSMsg<DeliveryBatch> message, bool isBatch, int mostDeliveries)
    {
        var metadata = message.Metadata;
        _message = message;
        IsBatch = isBatch;
        MostDeliveries = mostDeliveries;
        Deliveries = (int)(metadata?.NumDelivered ?? 1);
        StreamSequence = metadata?.Sequence.Stream ?? 0;
        StoredAt = metadata?.Timestamp;
        BatchId = message.Data?.Id ?? Guid.Empty;
        Left = message.Data?.Deliveries.Count ?? 0;
        Node = new LinkedListNode<Carrier>(this);
    }

    /// <summary>The copy that came last: the stream takes an answer to an earlier one amiss.</summary>
    public INatsJSMsg<DeliveryBatch> Message => _message;

    public bool IsBatch { get; }

    public int MostDeliveries { get; }

    /// <summary>Of the outbox's row that names its deliveries; empty when it has none.</summary>
    public Guid BatchId { get; }

    /// <summary>How often the stream has handed the message out, this time included.</summary>
    public int Deliveries { get; }

    public ulong StreamSequence { get; }

    /// <summary>When the stream took the message.</summary>
    public DateTimeOffset? StoredAt { get; }

    /// <summary>Deliveries that are not settled yet.</summary>
    public int Left { get; set; }

    /// <summary>Timestamp of the last sign of life given to the stream.</summary>
    public long LastProgress { get; set; }

    public LinkedListNode<Carrier> Node { get; }

    /// <summary>The stream has handed the same message out again.</summary>
    public void Renew(INatsJSMsg<DeliveryBatch> message) => _message = message;
}
