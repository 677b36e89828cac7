using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Telemetry;
using Webhooks.Worker.Recording;
using Webhooks.Worker.Sending;

namespace Webhooks.Worker.Lanes;

/// <summary>
/// Shares the worker between endpoints: each has a lane with a cap of attempts under way, lanes with something to
/// send take turns, and a lane may hold no more than what is still free (dynamic thresholds for shared buffers,
/// Choudhury and Hahne 1998). An endpoint that hangs fills its own lane and nothing else.
/// </summary>
internal sealed class LaneScheduler : IDisposable
{
    private static readonly TimeSpan SlowAttempt = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SlowLane = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<EndpointId, Lane> _lanes = [];
    private readonly Queue<Lane> _ready = new();
    private readonly LinkedList<DeliveryJob> _held = new();
    private readonly SemaphoreSlim _room = new(0, 1);
    private readonly DeliverySender _sender;
    private readonly TimeProvider _time;
    private readonly int _maxHeld;
    private readonly int _maxSending;
    private readonly int _laneConcurrency;
    private int _slots;

    public LaneScheduler(DeliverySender sender, Recorder recorder, IMeterFactory meters, IOptions<WorkerOptions> options, TimeProvider time)
    {
        _sender = sender;
        _time = time;
        _maxHeld = options.Value.MaxHeld;
        _maxSending = options.Value.MaxSending;
        _laneConcurrency = options.Value.LaneConcurrency;
        recorder.Settled += Release;
        meters.Create(WebhooksTelemetry.Worker)
            .CreateObservableGauge(WebhooksTelemetry.Held, () => HeldCount, "{delivery}", "Deliveries in this worker's hands.");
    }

    public int HeldCount
    {
        get
        {
            lock (_gate)
            {
                return _held.Count;
            }
        }
    }

    public Admission Admit(DeliveryJob job)
    {
        lock (_gate)
        {
            var lane = LaneOf(job.Endpoint.Id);
            if (_held.Count >= _maxHeld || (lane.Held > 0 && lane.Held >= _maxHeld - _held.Count))
            {
                return IsStuck(lane) ? Admission.Full : Admission.Wait;
            }

            job.LastProgress = _time.GetTimestamp();
            _held.AddLast(job.HeldNode);
            lane.Waiting.Enqueue(job);
            MakeReady(lane);
        }

        Pump();
        return Admission.Admitted;
    }

    /// <summary>Completes when something has been released since the last call, or after the timeout.</summary>
    public Task<bool> WaitForRoomAsync(TimeSpan timeout, CancellationToken cancellationToken) => _room.WaitAsync(timeout, cancellationToken);

    /// <summary>Lets others start in the stead of attempts older than <paramref name="age"/>: those cost a socket, not a turn.</summary>
    public IReadOnlyList<DeliveryJob> TakeSlow(TimeSpan age)
    {
        var slow = new List<DeliveryJob>();
        lock (_gate)
        {
            foreach (var lane in _lanes.Values)
            {
                foreach (var job in lane.Sending.TakeWhile(job => _time.GetElapsedTime(job.StartedSending) >= age))
                {
                    ReleaseSlot(job);
                    slow.Add(job);
                }
            }
        }

        Pump();
        return slow;
    }

    /// <summary>Empties the lanes of what has not begun; the caller settles it.</summary>
    public IReadOnlyList<DeliveryJob> TakeWaiting()
    {
        lock (_gate)
        {
            List<DeliveryJob> waiting = [.. _lanes.Values.SelectMany(lane => lane.Waiting)];
            foreach (var lane in _lanes.Values)
            {
                lane.Waiting.Clear();
            }

            return waiting;
        }
    }

    /// <summary>Jobs that have given the stream no sign of life for <paramref name="age"/>; they count as having given one now.</summary>
    public IReadOnlyList<DeliveryJob> TakeSilent(TimeSpan age)
    {
        lock (_gate)
        {
            var silent = _held.Where(job => _time.GetElapsedTime(job.LastProgress) >= age).ToList();
            silent.ForEach(job => job.LastProgress = _time.GetTimestamp());
            return silent;
        }
    }

    public void Dispose() => _room.Dispose();

    // Recorded and answered: the job's memory is free. One that was settled without having been admitted holds none.
    private void Release(DeliveryJob job)
    {
        lock (_gate)
        {
            if (job.HeldNode.List is null)
            {
                return;
            }

            _held.Remove(job.HeldNode);
            if (_room.CurrentCount == 0)
            {
                _room.Release();
            }
        }
    }

    private void Pump()
    {
        while (true)
        {
            DeliveryJob job;
            Lane? lane;
            lock (_gate)
            {
                if (_slots >= _maxSending || !_ready.TryDequeue(out lane))
                {
                    return;
                }

                lane.IsReady = false;
                if (!lane.Waiting.TryDequeue(out job!))
                {
                    continue;
                }


                job.StartedSending = _time.GetTimestamp();
                job.HoldsSlot = true;
                lane.Sending.AddLast(job.SendingNode);
                _slots++;
                MakeReady(lane);
            }

            _ = SendAsync(job, lane);
        }
    }

    private async Task SendAsync(DeliveryJob job, Lane lane)
    {
        await _sender.SendAsync(job);
        lock (_gate)
        {
            lane.Observe(_time.GetTimestamp() - job.StartedSending);
            lane.Sending.Remove(job.SendingNode);
            ReleaseSlot(job);
            MakeReady(lane);
            if (lane.Held == 0)
            {
                _lanes.Remove(lane.Endpoint);
            }
        }

        Pump();
    }

    private Lane LaneOf(EndpointId endpoint)
    {
        if (!_lanes.TryGetValue(endpoint, out var lane))
        {
            _lanes.Add(endpoint, lane = new Lane(endpoint));
        }

        return lane;
    }

    private void MakeReady(Lane lane)
    {
        if (!lane.IsReady && lane.Waiting.Count > 0 && lane.Sending.Count < _laneConcurrency)
        {
            lane.IsReady = true;
            _ready.Enqueue(lane);
        }
    }

    private void ReleaseSlot(DeliveryJob job)
    {
        _slots -= job.HoldsSlot ? 1 : 0;
        job.HoldsSlot = false;
    }

    private bool IsStuck(Lane lane) =>
        lane.Sending.First is { } oldest
        && (_time.GetElapsedTime(oldest.Value.StartedSending) > SlowAttempt
            || lane.AverageTicks * lane.Waiting.Count / _laneConcurrency > SlowLane.TotalSeconds * _time.TimestampFrequency);
}
