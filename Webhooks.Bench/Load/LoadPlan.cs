using System.Net;

namespace Webhooks.Bench.Load;

/// <summary>What the load generator sends.</summary>
internal sealed record LoadPlan
{
    public required IPEndPoint Server { get; init; }

    /// <summary>One per tenant; events take them in turn.</summary>
    public required IReadOnlyList<RequestTemplate> Templates { get; init; }

    public required int Connections { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>
    /// Events per second, evenly spaced, each measured from the moment that it was due (no coordinated omission). Null: every
    /// connection sends its next event as soon as the last was answered.
    /// </summary>
    public int? Rate { get; init; }
}
