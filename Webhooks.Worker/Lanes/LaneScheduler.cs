using Microsoft.Extensions.Options;
using Webhooks.Worker.Circuits;
using Webhooks.Worker.Fleet;
using Webhooks.Worker.Operations;
using Webhooks.Worker.Parking;
using Webhooks.Worker.Sending;

namespace Webhooks.Worker.Lanes;

/// <summary>
/// Shares the worker between endpoints: each has a lane with a cap of attempts under way, lanes with something to
/// send take turns, and a lane may hold no more than what is still free (dynamic thresholds for shared buffers,
/// Choudhury and Hahne 1998). An endpoint that hangs fills its own lane and nothing else.
/// </summary>
internal sealed partial class LaneScheduler : IDisposable
{
    // The instance whose turns this thread is giving out: an attempt that ends at once must not start the next one upon its own stack.
    [ThreadStatic]
    private static LaneScheduler? _pumping;

    private readonly Lock _gate = new();
    private readonly LaneTable _lanes;
    private readonly LaneLine _line = new();
    private readonly HeldJobs _held;
    private readonly RateGate _global;
    private readonly ITimer _wakeUp;
    private readonly WorkerOptions _options;
    private readonly DeliverySender _sender;
    private readonly Parker _parker;
    private readonly CircuitBoard _circuits;
    private readonly EndpointWatch _watch;
    private readonly OwnFaults _faults;
    private readonly TimeProvider _time;
    private int _slots;

    public LaneScheduler(
        DeliverySender sender, Parker parker, CircuitBoard circuits, EndpointWatch watch, OwnFaults faults, WorkerRoster roster, HeldJobs held,
        IOptions<WorkerOptions> options, TimeProvider time)
    {
        (_sender, _parker, _circuits, _watch, _faults, _held, _options, _time) = (sender, parker, circuits, watch, faults, held, options.Value, time);
        _lanes = new LaneTable(_options.LaneConcurrency, roster, time, circuits.Forget);
        _global = new RateGate(time);
        _global.SetLimit(_options.RateLimit ?? double.PositiveInfinity);
        _wakeUp = time.CreateTimer(_ => Pump(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public Admission Admit(DeliveryJob job)
    {
        lock (_gate)
        {
            var lane = _lanes.Of(job.Endpoint);
            if (lane.IsShut)
            {
                return new Admission(AdmissionKind.Shut, lane.Circuit!.OpenUntil);
            }

            if (lane.IsOverRate)
            {
                return new Admission(AdmissionKind.OverRate, lane.ReserveTurn(), lane.Gate.SlowedAfter);
            }

            if (lane.IsHung || _held.Free <= 0 || (lane.Held > 0 && lane.Held >= _held.Free))
            {
                return lane.IsStuck ? new Admission(AdmissionKind.Full, _time.GetUtcNow() + lane.Age) : new Admission(AdmissionKind.Wait);
            }

            _held.Admit(job);
            lane.Waiting.Enqueue(job);
            LineUp(lane);
        }

        Pump();
        return new Admission(AdmissionKind.Admitted);
    }

    public void Dispose() => _wakeUp.Dispose();

    private void Pump()
    {
        if (_pumping == this)
        {
            // The loop below this one on the stack goes on.
            return;
        }

        _pumping = this;
        try
        {
            while (TryStart(out var job, out var lane))
            {
                _ = SendAsync(job, lane);
            }
        }
        finally
        {
            _pumping = null;
        }
    }

    private bool TryStart(out DeliveryJob job, out Lane lane)
    {
        (job, lane) = (null!, null!);
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            if (_slots >= _options.MaxSending || _global.NextAt > now)
            {
                WakeUpAt(_global.NextAt, now);
                return false;
            }

            do
            {
                if (!_line.TryTake(now, out lane))
                {
                    WakeUpAt(_line.NextAt, now);
                    return false;
                }
            }
            while (!lane.CanSend);

            job = lane.Waiting.Dequeue();
            job.StartedSending = now;
            job.HoldsSlot = true;
            _slots++;
            lane.Sending.AddLast(job.SendingNode);
            lane.Gate.Take(now);
            _global.Take(now);
            LineUp(lane);
            return true;
        }
    }

    private void LineUp(Lane lane)
    {
        if (!lane.IsInLine && lane.CanSend)
        {
            _line.Add(lane, _time.GetTimestamp());
        }
    }

    private void ReleaseSlot(DeliveryJob job)
    {
        _slots -= job.HoldsSlot ? 1 : 0;
        job.HoldsSlot = false;
    }

    private void WakeUpAt(long? at, long now)
    {
        if (at > now)
        {
            _wakeUp.Change(_time.GetElapsedTime(now, at.Value) + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }
    }
}
