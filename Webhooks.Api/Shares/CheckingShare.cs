namespace Webhooks.Api.Shares;

/// <summary>What a tenant's costly checks may take of a processor over time, in steps.</summary>
public sealed class CheckingShare(TimeProvider time)
{
    /// <summary>What may be taken at once after a pause: a second of one processor.</summary>
    public const long Burst = 80_000_000;

    // A quarter of one.
    private const long StepsPerSecond = Burst / 4;

    private readonly Lock _gate = new();
    private double _left = Burst;
    private long _since = time.GetTimestamp();

    /// <summary>For a check that begins: false when nothing is left, and then nothing is taken.</summary>
    public bool TryBegin(long steps)
    {
        lock (_gate)
        {
            if (Refill() <= 0)
            {
                return false;
            }

            Take(steps);
            return true;
        }
    }

    /// <summary>For a check that was let begin: it comes to its end, and those after it wait until what was too much has come back.</summary>
    public void Add(long steps)
    {
        lock (_gate)
        {
            Refill();
            Take(steps);
        }
    }

    private double Refill()
    {
        var now = time.GetTimestamp();
        _left = Math.Min(Burst, _left + (time.GetElapsedTime(_since, now).TotalSeconds * StepsPerSecond));
        _since = now;
        return _left;
    }

    private void Take(long steps) => _left = Math.Max(-Burst, _left - steps);
}
