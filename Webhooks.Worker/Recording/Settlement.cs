using Webhooks.Core.Deliveries;
using Webhooks.Worker.Lanes;
using Webhooks.Worker.Sending;

namespace Webhooks.Worker.Recording;

/// <summary>What a delivery comes to for now: how its row changes, and what the stream is told once that is committed.</summary>
/// <param name="Job">The delivery.</param>
/// <param name="Status">One of <see cref="DeliveryStatus"/>.</param>
/// <param name="Answer">What the stream is told.</param>
internal sealed record Settlement(DeliveryJob Job, string Status, StreamAnswer Answer)
{
    /// <summary>The attempt that was made; null when the delivery was parked or skipped without one.</summary>
    public AttemptResult? Attempt { get; init; }

    /// <summary>Why it was parked or skipped.</summary>
    public string? Reason { get; init; }

    /// <summary>When it is due again.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }
}

internal enum StreamAnswer
{
    /// <summary>Done with this message.</summary>
    Ack,

    /// <summary>Hand it out again at <see cref="Settlement.NextAttemptAt"/>.</summary>
    Nak,

    /// <summary>Given up: the stream's advisory brings it to the dead letters.</summary>
    Terminate,
}
