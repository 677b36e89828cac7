using Webhooks.Core.Endpoints;

namespace Webhooks.Api.Ingest;

/// <summary>An event in the queue of the group commit, with the deliveries it will have.</summary>
internal sealed class PendingEvent(EventId id, NewEvent source, IReadOnlyList<PlannedDelivery> deliveries, long since)
    : TaskCompletionSource<IngestResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public EventId Id { get; } = id;

    public NewEvent Source { get; } = source;

    public IReadOnlyList<PlannedDelivery> Deliveries { get; } = deliveries;

    /// <summary>Timestamp of its acceptance into the queue.</summary>
    public long Since { get; } = since;
}

/// <param name="Status">pending, or skipped with its reason.</param>
internal sealed record PlannedDelivery(EndpointId Endpoint, string Status, string? Reason);
