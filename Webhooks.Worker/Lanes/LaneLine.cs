namespace Webhooks.Worker.Lanes;

/// <summary>Lanes with something to send, in turn; those that must pause first wait aside until their time has come.</summary>
internal sealed class LaneLine
{
    private readonly Queue<Lane> _ready = new();
    private readonly PriorityQueue<Lane, long> _pausing = new();

    /// <summary>The timestamp at which the first pause ends; null when none pauses.</summary>
    public long? NextAt => _pausing.TryPeek(out _, out var at) ? at : null;

    public void Add(Lane lane, long now)
    {
        lane.IsInLine = true;
        if (lane.Gate.NextAt is var at && at > now)
        {
            _pausing.Enqueue(lane, at);
        }
        else
        {
            _ready.Enqueue(lane);
        }
    }

    public bool TryTake(long now, out Lane lane)
    {
        while (_pausing.TryPeek(out var rested, out var at) && at <= now)
        {
            _pausing.Dequeue();
            _ready.Enqueue(rested);
        }

        if (!_ready.TryDequeue(out lane!))
        {
            return false;
        }

        lane.IsInLine = false;
        return true;
    }
}
