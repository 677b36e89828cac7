using Webhooks.Core.Retries;
using Webhooks.Worker.Recording;

namespace Webhooks.Worker.Lanes;

// One attempt, from its turn to the lane's next.
internal sealed partial class LaneScheduler
{
    private async Task SendAsync(DeliveryJob job, Lane lane)
    {
        Settlement? settlement = null;
        try
        {
            if (lane.Circuit is not { } circuit)
            {
                settlement = await _sender.SendAsync(job);
                Observe(job, lane, settlement.Attempt!.Outcome);
                if (lane.Circuit is { } made && job.Endpoint.SettingsVersion == lane.SettingsVersion)
                {
                    await made.CountAsync(settlement.Attempt.Outcome);
                }
            }
            else if (await circuit.TryAsync(async () => (settlement = await _sender.SendAsync(job)).Attempt!.Outcome) is { } outcome)
            {
                Observe(job, lane, outcome);
            }
            else
            {
                _parker.ParkShut(job);
            }
        }
        finally
        {
            Leave(job, lane);
        }

        if (settlement is not null && await settlement.Completion)
        {
            _held.Release(job);
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

    private void Leave(DeliveryJob job, Lane lane)
    {
        lock (_gate)
        {
            lane.Sending.Remove(job.SendingNode);
            ReleaseSlot(job);
            while (lane.IsOverRate && lane.Waiting.TryDequeue(out var waiting))
            {
                _parker.ParkOverRate(waiting, lane.ReserveTurn(), lane.Gate.SlowedAfter);
            }

            LineUp(lane);
            _lanes.Forget(lane);
        }

        Pump();
    }
}
