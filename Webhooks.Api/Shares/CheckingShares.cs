using System.Collections.Concurrent;

namespace Webhooks.Api.Shares;

/// <summary>What each tenant's costly checks may take of a processor over time, in steps.</summary>
public sealed class CheckingShares(TimeProvider time)
{
    /// <summary>What may be taken at once after a pause: a second of one processor.</summary>
    public const long Burst = 40_000_000;

    // A quarter of one.
    private const long StepsPerSecond = Burst / 4;

    // As many as there are tenants, whom the administrator creates.
    private readonly ConcurrentDictionary<string, Share> _tenants = new(StringComparer.Ordinal);

    /// <summary>False when nothing is left; the last that are taken may be more than there were.</summary>
    public bool Take(string tenantId, long steps) => _tenants.GetOrAdd(tenantId, static _ => new Share()).Take(steps, time);

    private sealed class Share
    {
        private readonly Lock _gate = new();
        private double _left = Burst;
        private long _since;

        public bool Take(long steps, TimeProvider time)
        {
            lock (_gate)
            {
                var now = time.GetTimestamp();
                _left = _since == 0 ? Burst : Math.Min(Burst, _left + (time.GetElapsedTime(_since, now).TotalSeconds * StepsPerSecond));
                _since = now;
                if (_left <= 0)
                {
                    return false;
                }

                _left -= steps;
                return true;
            }
        }
    }
}
