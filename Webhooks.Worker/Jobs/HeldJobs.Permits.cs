namespace Webhooks.Worker.Jobs;

// How much more may come in.
internal sealed partial class HeldJobs
{
    private readonly int _capacity = options.Value.MaxHeld;
    private readonly int _prefetch = Math.Clamp(options.Value.MaxHeld / (2 * policies.All.Count), 1, options.Value.Prefetch);
    private int _asked;
    private int _admitted;

    /// <summary>How many more the lanes may hold.</summary>
    public int Free => _capacity - _admitted;

    /// <summary>How many more messages a consumer may ask for that has asked for <paramref name="asked"/>; they count as asked for.</summary>
    /// <param name="asked">Messages.</param>
    /// <param name="weight">Deliveries in a message at the most.</param>
    /// <param name="isIdle">It has nothing left to work at: then a few are allowed whatever others hold.</param>
    public int Ask(int asked, int weight, bool isIdle)
    {
        // Most batches are far from full.
        var prefetch = weight > 1 ? Math.Max(1, _prefetch / 16) : _prefetch;
        lock (_gate)
        {
            if (asked > prefetch / 2)
            {
                return 0;
            }

            var onTheirWay = _byKey.Count - _admitted + _asked;
            var permits = Math.Clamp((_capacity - onTheirWay) / weight, 0, prefetch - asked);
            permits = permits == 0 && isIdle && asked == 0 ? Math.Max(1, _capacity / 64 / weight) : permits;
            _asked += permits * weight;
            return permits;
        }
    }

    /// <summary>These will not come any more, or have come.</summary>
    public void Unask(int permits, int weight)
    {
        lock (_gate)
        {
            _asked -= permits * weight;
        }
    }

    /// <summary>It goes into a lane.</summary>
    public void Admit(DeliveryJob job)
    {
        lock (_gate)
        {
            job.IsAdmitted = true;
            _admitted++;
        }
    }
}
