using Webhooks.Core.Deliveries;
using Webhooks.Core.Messaging;
using Webhooks.Core.Retries;

namespace Webhooks.Worker.Consuming;

/// <summary>A consumer of the work queue.</summary>
/// <param name="Policy">Whose single deliveries it hands out; null for batches of first attempts.</param>
internal sealed record Source(RetryPolicy? Policy)
{
    public string Consumer => Policy is null ? StreamNames.BatchConsumer : StreamNames.Consumer(Policy.Name);

    public bool IsBatch => Policy is null;

    /// <summary>How often it hands out a message at the most, as far as that concerns a delivery.</summary>
    public int MostDeliveries => Policy?.MaxAttempts ?? int.MaxValue;

    /// <summary>Deliveries in a message at the most.</summary>
    public int Weight => Policy is null ? DeliveryBatch.MostDeliveries : 1;
}
