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

    /// <summary>Of the outbox's row for this message; empty where it has none of its own.</summary>
    public Guid Id { get; init; }

    /// <summary>
    /// Cuts first attempts into batches, in their order. The deliveries of an event stay together, unless they are more than a batch
    /// takes: then they are batches of their own.
    /// </summary>
    public static IEnumerable<DeliveryBatch> Of(IEnumerable<DeliveryMessage> deliveries)
    {
        var (batch, bytes) = (new List<DeliveryMessage>(), 0);
        foreach (var whole in Events(deliveries))
        {
            var more = whole[0].Payload.Length;
            if (batch.Count > 0 && (batch.Count + whole.Count > MostDeliveries || bytes + more > MostBytes))
            {
                yield return New(batch);
                (batch, bytes) = ([], 0);
            }

            if (whole.Count > MostDeliveries)
            {
                foreach (var part in whole.Chunk(MostDeliveries))
                {
                    yield return New(part);
                }

                continue;
            }

            batch.AddRange(whole);
            bytes += more;
        }

        if (batch.Count > 0)
        {
            yield return New(batch);
        }
    }

    private static DeliveryBatch New(IReadOnlyList<DeliveryMessage> deliveries) => new(deliveries) { Id = Guid.CreateVersion7() };

    private static IEnumerable<List<DeliveryMessage>> Events(IEnumerable<DeliveryMessage> deliveries)
    {
        var whole = new List<DeliveryMessage>();
        foreach (var delivery in deliveries)
        {
            if (whole.Count > 0 && whole[0].Header.EventId != delivery.Header.EventId)
            {
                yield return whole;
                whole = [];
            }

            whole.Add(delivery);
        }

        if (whole.Count > 0)
        {
            yield return whole;
        }
    }
}
