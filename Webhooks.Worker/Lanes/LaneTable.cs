using Webhooks.Core.Endpoints;
using Webhooks.Worker.Fleet;

namespace Webhooks.Worker.Lanes;

/// <summary>The lanes that have something in them or to remember. Guarded by the <see cref="LaneScheduler"/>'s lock.</summary>
internal sealed class LaneTable(int concurrency, WorkerRoster roster, TimeProvider time, Action<EndpointId> startedAfresh)
{
    private readonly Dictionary<EndpointId, Lane> _lanes = [];

    public int Count => _lanes.Count;

    /// <summary>Endpoints of which every attempt has failed, for which settings, and since when.</summary>
    public IEnumerable<(EndpointId Endpoint, int SettingsVersion, DateTimeOffset Since)> Failing =>
        _lanes.Values.Where(static lane => lane.FailingSince is not null).Select(static lane => (lane.Endpoint, lane.SettingsVersion, lane.FailingSince!.Value));

    /// <summary>The endpoint's lane, with its share of the endpoint's rate limit as it is now.</summary>
    public Lane Of(EndpointConfig endpoint)
    {
        if (!_lanes.TryGetValue(endpoint.Id, out var lane))
        {
            _lanes.Add(endpoint.Id, lane = new Lane(endpoint.Id, concurrency, time));
        }

        if (endpoint.SettingsVersion > lane.SettingsVersion && lane.StartAfresh(endpoint.SettingsVersion))
        {
            startedAfresh(endpoint.Id);
        }

        lane.Gate.SetLimit(endpoint.RateLimit / roster.Count ?? double.PositiveInfinity);
        return lane;
    }

    public void Forget(Lane lane)
    {
        if (lane.IsForgettable)
        {
            _lanes.Remove(lane.Endpoint);
        }
    }

    /// <summary>Drops the lanes of endpoints that are gone, whatever was learnt of them.</summary>
    public void ForgetGone(Func<EndpointId, bool> isGone)
    {
        foreach (var lane in _lanes.Values.Where(lane => lane.IsEmpty && isGone(lane.Endpoint)))
        {
            lane.StartAfresh(lane.SettingsVersion);
            _lanes.Remove(lane.Endpoint);
        }
    }

    /// <summary>Attempts that have been under way for so long.</summary>
    public IEnumerable<DeliveryJob> SendingFor(TimeSpan age) =>
        _lanes.Values.SelectMany(lane => lane.Sending.TakeWhile(job => time.GetElapsedTime(job.StartedSending) >= age));

    /// <summary>Empties the lanes of what has not begun.</summary>
    public IReadOnlyList<DeliveryJob> TakeWaiting()
    {
        List<DeliveryJob> waiting = [.. _lanes.Values.SelectMany(lane => lane.Waiting)];
        foreach (var lane in _lanes.Values)
        {
            lane.Waiting.Clear();
        }

        return waiting;
    }
}
