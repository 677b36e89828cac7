using Webhooks.Core.Retries;
using Webhooks.Worker.Circuits;
using Webhooks.Worker.Recording;

namespace Webhooks.Worker.Lanes;

// One attempt, from its turn to the lane's next.
internal sealed partial class LaneScheduler
{
    private async Task SendAsync(DeliveryJob job, Lane lane)
    {
        var circuit = lane.Circuit;
        Settlement? settlement = null;
        try
        {
            settlement = circuit is null ? await _sender.SendAsync(job) : await TryAsync(circuit, job);
            if (settlement is null)
            {
                _parker.ParkShut(job);
            }
            else
            {
                Observe(job, lane, settlement.Attempt!.Outcome);
                var made = circuit is null && job.Endpoint.SettingsVersion == lane.SettingsVersion ? lane.Circuit : null;
                await (made?.CountAsync(settlement.Attempt.Outcome) ?? ValueTask.CompletedTask);
            }
        }
        catch (Exception error)
        {
            // Held for ever, nothing would become of it: the stream is told that it is in good hands.
            _faults.Note(error);
            if (settlement is null)
            {
                _parker.ParkUnsent(job);
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

    /// <summary>Null when the circuit did not let the attempt through.</summary>
    private async ValueTask<Settlement?> TryAsync(EndpointCircuit circuit, DeliveryJob job)
    {
        Settlement? settlement = null;
        await circuit.TryAsync(async () => (settlement = await _sender.SendAsync(job)).Attempt!.Outcome);
        return settlement;
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
