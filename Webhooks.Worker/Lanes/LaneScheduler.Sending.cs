using Webhooks.Core.Endpoints;
using Webhooks.Core.Retries;
using Webhooks.Worker.Circuits;
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
            job.Begin();
            if (!TakesDeliveries(job))
            {
                job.Recede();
                return;
            }

            var circuit = lane.Circuit;
            settlement = circuit is null ? await _sender.SendAsync(job) : await TryAsync(circuit, job);
            if (settlement is null)
            {
                job.Recede();
                _parker.ParkShut(job);
            }
            else
            {
                var attempt = settlement.Attempt!;
                Observe(job, lane, attempt);
                var made = circuit is null && job.Endpoint.SettingsVersion == lane.SettingsVersion ? lane.Circuit : null;
                await (made?.CountAsync(attempt.Outcome) ?? ValueTask.CompletedTask);
            }
        }
        catch (Exception error)
        {
            // Held for ever, nothing would become of it: the stream is told that it is in good hands.
            _faults.Note(error);
            settlement ??= job.MayHaveGoneOut ? _sender.CountUntold(job) : null;
            if (settlement is null)
            {
                job.Recede();
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

    // Of an attempt that was made, whatever the circuit makes of its outcome.
    private async ValueTask<Settlement?> TryAsync(EndpointCircuit circuit, DeliveryJob job)
    {
        Settlement? settlement = null;
        try
        {
            await circuit.TryAsync(async () => (settlement = await _sender.SendAsync(job)).Attempt!.Outcome);
        }
        catch (Exception error) when (settlement is not null)
        {
            _faults.Note(error);
        }

        return settlement;
    }

    // It may have changed since the delivery joined its lane, and what a command has answered holds.
    private bool TakesDeliveries(DeliveryJob job)
    {
        if (_withdrawals.Concern(job))
        {
            _parker.HandOver(job);
            return false;
        }

        var endpoint = _directory.FindEndpoint(job.Endpoint.Id);
        switch (endpoint?.State)
        {
            case EndpointState.Active when ReferenceEquals(endpoint, job.Endpoint):
                return true;
            case EndpointState.Active:
                job.Readdress(endpoint);
                lock (_gate)
                {
                    _lanes.Of(endpoint);
                }

                return true;
            case EndpointState.Paused:
                _parker.ParkPaused(job);
                return false;
            default:
                // One that was deleted is found to be when its turn comes.
                _parker.ParkDisabled(job);
                return false;
        }
    }

    private void Observe(DeliveryJob job, Lane lane, AttemptResult attempt)
    {
        var outcome = attempt.Outcome;
        var asked = outcome.Verdict == Verdict.Retry && attempt.RetryAfter is { } wanted ? (wanted < job.Policy.MaxDelay ? wanted : job.Policy.MaxDelay) : TimeSpan.Zero;
        lock (_gate)
        {
            if (job.Endpoint.SettingsVersion < lane.SettingsVersion)
            {
                return;
            }

            lane.Observe(outcome, asked, _time.GetTimestamp() - job.StartedSending);
            if (lane.TrySpeedUp())
            {
                _circuits.Release(lane.Endpoint, lane.Gate.Rate);
            }

            if (lane.TryChangeRate())
            {
                _circuits.Slow(lane.Endpoint, lane.Gate.Rate, lane.Gate.SlowedAfter, lane.HeldUntil);
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
            while (lane.IsOverfull && lane.Waiting.TryDequeue(out var waiting))
            {
                _parker.ParkOverRate(waiting, lane.ReserveTurn(), lane.OverRateReason);
            }

            LineUp(lane);
            _lanes.Forget(lane);
        }

        Pump();
    }
}
