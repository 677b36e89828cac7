namespace Webhooks.Worker.Lanes;

// Which lane sends next, and when.
internal sealed partial class LaneScheduler
{
    // The instance whose turns this thread is giving out: an attempt that ends at once must not start the next one upon its own stack.
    [ThreadStatic]
    private static LaneScheduler? _pumping;

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
            // The upkeep comes by every few milliseconds: what waits goes on as soon as the lease does.
            if (!_lease.IsHeld)
            {
                return false;
            }

            var now = _time.GetTimestamp();
            if (_slots >= _options.MaxSending || _global.NextAt > now)
            {
                WakeUpAt(_global.NextAt, now);
                return false;
            }

            if (!TryTakeLane(now, out lane))
            {
                WakeUpAt(_line.NextAt, now);
                return false;
            }

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

    private bool TryTakeLane(long now, out Lane lane)
    {
        while (_line.TryTake(now, out lane))
        {
            if (lane.CanSend && lane.Gate.NextAt <= now)
            {
                return true;
            }

            // It has sent what it had, or its receiver has asked for a pause since it joined the line.
            LineUp(lane);
        }

        return false;
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
