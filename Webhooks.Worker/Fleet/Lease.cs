using Webhooks.Core.Tenants;

namespace Webhooks.Worker.Fleet;

/// <summary>
/// Whether this worker may begin attempts by what it knows. A command is answered when all workers have heard of it, and a little later at the
/// latest: by then one that was cut off, frozen or overlooked begins nothing, whatever it holds, until it has heard the database again.
/// </summary>
internal sealed class Lease(WorkerRoster roster, TimeProvider time)
{
    private long _heard;

    public bool IsHeld => HasHeardWithin(ConfigCall.Longest) && roster.IsPresent;

    /// <summary>For so long that somebody should know.</summary>
    public bool IsLost => !HasHeardWithin(ConfigCall.Presence);

    /// <summary>Everything that was committed before this timestamp is known.</summary>
    public void Renew(long asked) => Volatile.Write(ref _heard, asked);

    private bool HasHeardWithin(TimeSpan age) => Volatile.Read(ref _heard) is not 0 and var heard && time.GetElapsedTime(heard) < age;
}
