using Webhooks.Core.Retries;

namespace Webhooks.Worker.Lanes;

// One attempt, from its turn to the lane's next.
internal sealed partial class LaneScheduler
{
    private async Task SendAsync(DeliveryJob job, Lane lane)
    {
        try
        {
            if (lane.Circuit is not { } circuit)
            {
                var outcome = await _sender.SendAsync(job);
                Observe(job, lane, outcome);
                if (lane.Circuit is { } made && job.Endpoint.SettingsVersion == lane.SettingsVersion)
                {
                    await made.CountAsync(outcome);
                }
            }
            else if (await circuit.TryAsync(() => _sender.SendAsync(job)) is { } outcome)
            {
                Observe(job, lane, outcome);
            }
            else
            {
                await _parker.ParkShutAsync(job);
            }
        }
        finally
        {
            await LeaveAsync(job, lane);
        }
    }

    private void Observe(DeliveryJob job, Lane lane, DeliveryOutcome outcome)
    {
        lock (_gate)
        {
            if (job.Endpoint.SettingsVersion < lane.SettingsVersion)
            {
                return;
            }

            lane.Observe(outcome, _time.GetTimestamp() - job.StartedSending);
            if (lane.TrySpeedUp())
            {
                _circuits.Release(lane.Endpoint, lane.Gate.Rate);
            }

            if (lane.TryChangeRate())
            {
                _circuits.Slow(lane.Endpoint, lane.Gate.Rate, lane.Gate.SlowedAfter);
            }

            if (outcome.Verdict == Verdict.Retry)
            {
                lane.Circuit ??= _circuits.Create(lane.Endpoint);
            }
        }

        _watch.Observe(job.Endpoint, lane.FailingSince);
    }

    private async Task LeaveAsync(DeliveryJob job, Lane lane)
    {
        var surplus = new List<(DeliveryJob Job, DateTimeOffset Turn)>();
        int slowedAfter;
        lock (_gate)
        {
            lane.Sending.Remove(job.SendingNode);
            ReleaseSlot(job);
            slowedAfter = lane.Gate.SlowedAfter;
            while (lane.IsOverRate && lane.Waiting.TryDequeue(out var waiting))
            {
                surplus.Add((waiting, lane.ReserveTurn()));
            }

            LineUp(lane);
            _lanes.Forget(lane);
        }

        foreach (var (waiting, turn) in surplus)
        {
            await _parker.ParkOverRateAsync(waiting, turn, slowedAfter);
        }

        Pump();
    }
}
