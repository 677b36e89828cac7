using Microsoft.Extensions.Options;
using Webhooks.Core.Tenants;
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
    private readonly ConfigDirectory _directory;
    private readonly Withdrawals _withdrawals;
    private readonly Lease _lease;
    private readonly TimeProvider _time;
    private int _slots;

    public LaneScheduler(
        DeliverySender sender, Parker parker, CircuitBoard circuits, EndpointWatch watch, OwnFaults faults, ConfigDirectory directory, WorkerRoster roster,
        Lease lease, HeldJobs held, Withdrawals withdrawals, IOptions<WorkerOptions> options, TimeProvider time)
    {
        (_sender, _parker, _circuits, _watch, _faults, _directory) = (sender, parker, circuits, watch, faults, directory);
        (_held, _withdrawals, _lease, _options, _time) = (held, withdrawals, lease, options.Value, time);
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
                return new Admission(AdmissionKind.OverRate, lane.ReserveTurn(), lane.OverRateReason);
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
}
