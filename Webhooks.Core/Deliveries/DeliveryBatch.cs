namespace Webhooks.Core.Deliveries;

/// <summary>
/// What one message of the stream carries: the first attempts of a commit, or a single delivery that goes its own way. It is
/// acknowledged once, when the last of them is settled.
/// </summary>
/// <param name="Deliveries">At least one. Those of the same event stand together, and its payload travels once.</param>
public sealed record DeliveryBatch(IReadOnlyList<DeliveryMessage> Deliveries)
{
    /// <summary>Deliveries in a batch at the most.</summary>
    public const int MostDeliveries = 64;

    /// <summary>Bytes of payload in a batch at the most; a larger event travels alone.</summary>
    public const int MostBytes = 128 * 1024;

    /// <summary>Cuts deliveries into batches, in their order.</summary>
    public static IEnumerable<DeliveryBatch> Of(IEnumerable<DeliveryMessage> deliveries)
    {
        var (batch, bytes, previous) = (new List<DeliveryMessage>(), 0, Guid.Empty);
        foreach (var delivery in deliveries)
        {
            var isNew = delivery.Header.EventId != previous;
            var more = isNew ? delivery.Payload.Length : 0;
            if (batch.Count > 0 && (batch.Count == MostDeliveries || bytes + more > MostBytes))
            {
                yield return new DeliveryBatch(batch);
                (batch, bytes, more) = ([], 0, delivery.Payload.Length);
            }

            batch.Add(delivery);
            (bytes, previous) = (bytes + more, delivery.Header.EventId);
        }

        if (batch.Count > 0)
        {
            yield return new DeliveryBatch(batch);
        }
    }
}
