using Webhooks.Core.Endpoints;

namespace Webhooks.Worker.Lanes;

/// <summary>
/// The way to one endpoint: what waits for it here and what is being sent to it. Guarded by its
/// <see cref="LaneScheduler"/>'s lock.
/// </summary>
internal sealed class Lane(EndpointId endpoint)
{
    public EndpointId Endpoint { get; } = endpoint;

    public Queue<DeliveryJob> Waiting { get; } = new();

    /// <summary>Attempts under way, oldest first.</summary>
    public LinkedList<DeliveryJob> Sending { get; } = new();

    /// <summary>In the scheduler's round of lanes with something to send.</summary>
    public bool IsReady { get; set; }

    public int Held => Waiting.Count + Sending.Count;

    /// <summary>Smoothed duration of an attempt, in timestamp ticks.</summary>
    public double AverageTicks { get; private set; }

    public void Observe(long elapsedTicks) =>
        AverageTicks = AverageTicks == 0 ? elapsedTicks : (AverageTicks * 0.9) + (elapsedTicks * 0.1);
}
