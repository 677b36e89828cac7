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
    /// <param name="isIdle">It has nothing left to work at: then a few are allowed whatever others hold.</param>
    public int Ask(int asked, bool isIdle)
    {
        lock (_gate)
        {
            if (asked > _prefetch / 2)
            {
                return 0;
            }

            var onTheirWay = _bySilence.Count - _admitted + _asked;
            var permits = Math.Clamp(_capacity - onTheirWay, 0, _prefetch - asked);
            permits = permits == 0 && isIdle && asked == 0 ? Math.Max(1, _capacity / 64) : permits;
            _asked += permits;
            return permits;
        }
    }

    /// <summary>These will not come any more, or have come.</summary>
    public void Unask(int permits)
    {
        lock (_gate)
        {
            _asked -= permits;
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
