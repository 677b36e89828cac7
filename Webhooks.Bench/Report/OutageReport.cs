using Webhooks.Bench.Measure;

namespace Webhooks.Bench.Report;

/// <summary>What came of the events for the endpoint that was down.</summary>
internal sealed record OutageReport
{
    public required long Accepted { get; init; }

    /// <summary>Requests that it answered with an error.</summary>
    public required long Refused { get; init; }

    /// <summary>When the load was over and the other endpoints' events were delivered; the endpoint was still down.</summary>
    public required EndpointState AtEnd { get; init; }

    /// <summary>From the endpoint's return until no delivery was pending, retrying or parked.</summary>
    public required double SettledAfterSeconds { get; init; }

    /// <summary>Dead letters that were delivered again through the API.</summary>
    public required long Requeued { get; init; }

    /// <summary>From the endpoint's return until everything had arrived and was recorded, or it was given up.</summary>
    public required double DrainedAfterSeconds { get; init; }

    public required EndpointState AfterDrain { get; init; }

    public required long Arrived { get; init; }

    public required long Lost { get; init; }

    /// <summary>Events that it answered 200 more than once.</summary>
    public required long Duplicates { get; init; }

    public bool IsComplete => Lost == 0 && Duplicates == 0 && Arrived == Accepted
        && AfterDrain.Deliveries.GetValueOrDefault(EndpointState.Delivered) == Accepted && AfterDrain.DeadLetters == 0;
}
