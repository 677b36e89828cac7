using Webhooks.Core.Endpoints;

namespace Webhooks.Api.Ingest;

/// <summary>An event in the queue of the group commit, with the deliveries it will have.</summary>
internal sealed class PendingEvent(EventId id, NewEvent source, IReadOnlyList<PlannedDelivery> deliveries, long since)
    : TaskCompletionSource<IngestResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    // What a delivery costs beside its payload: its row, its message and what is kept of it meanwhile.
    private const int Overhead = 1024;

    public EventId Id { get; } = id;

    public NewEvent Source { get; } = source;

    public IReadOnlyList<PlannedDelivery> Deliveries { get; } = deliveries;

    /// <summary>Timestamp of its acceptance into the queue.</summary>
    public long Since { get; } = since;

    /// <summary>Bytes × endpoints.</summary>
    public long Weight { get; } = (source.Payload.Length + Overhead) * (long)Math.Max(1, deliveries.Count);

    /// <summary>Its place among all that wait, by weight: behind what waits of its own tenant, level with what waits of others.</summary>
    public long Turn { get; set; }
}

/// <param name="Status">pending, or skipped with its reason.</param>
internal sealed record PlannedDelivery(EndpointId Endpoint, string Status, string? Reason);
