using Webhooks.Core.Endpoints;

namespace Webhooks.Worker.Lanes;

// What LaneUpkeep asks for every few milliseconds.
internal sealed partial class LaneScheduler
{
    /// <summary>Lets others start in the stead of attempts older than <paramref name="age"/>: those cost a socket, not a turn.</summary>
    public void ReleaseTurns(TimeSpan age)
    {
        lock (_gate)
        {
            foreach (var job in _lanes.SendingFor(age))
            {
                ReleaseSlot(job);
            }
        }

        Pump();
    }

    /// <summary>Attempts older than <paramref name="age"/> that have not been marked as in progress.</summary>
    public IReadOnlyList<DeliveryJob> FindSlow(TimeSpan age)
    {
        lock (_gate)
        {
            return [.. _lanes.SendingFor(age).Where(job => !job.IsMarkedInProgress)];
        }
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _lanes.Count;
            }
        }
    }

    /// <summary>Tells of endpoints that have failed everything, whether or not anything is tried any more.</summary>
    public void ShowFailing()
    {
        List<(EndpointId Endpoint, int SettingsVersion, DateTimeOffset Since)> failing;
        lock (_gate)
        {
            failing = [.. _lanes.Failing];
        }

        foreach (var (id, version, since) in failing)
        {
            if (_directory.FindEndpoint(id) is { State: EndpointState.Active, FailingSince: null } endpoint && endpoint.SettingsVersion == version)
            {
                _watch.ShowFailing(endpoint, since);
            }
        }
    }

    /// <summary>Drops what was learnt of endpoints that have been deleted.</summary>
    public void ForgetDeleted()
    {
        if (_directory.IsLoaded)
        {
            lock (_gate)
            {
                _lanes.ForgetGone(endpoint => _directory.FindEndpoint(endpoint) is null);
            }
        }
    }

    /// <summary>Empties the lanes of what has not begun; the caller settles it.</summary>
    public IReadOnlyList<DeliveryJob> TakeWaiting()
    {
        lock (_gate)
        {
            return _lanes.TakeWaiting();
        }
    }
}
