namespace Webhooks.Worker.Lanes;

/// <summary>Everything in this worker's hands, in the order it came. Guarded by the <see cref="LaneScheduler"/>'s lock.</summary>
internal sealed class HeldJobs(int capacity, TimeProvider time) : IDisposable
{
    private readonly LinkedList<DeliveryJob> _jobs = new();
    private readonly SemaphoreSlim _room = new(0, 1);

    public int Count => _jobs.Count;

    public int Free => capacity - _jobs.Count;

    public void Add(DeliveryJob job)
    {
        job.LastProgress = time.GetTimestamp();
        _jobs.AddLast(job.HeldNode);
    }

    /// <summary>Does nothing for a job that was settled without having been admitted.</summary>
    public void Remove(DeliveryJob job)
    {
        if (job.HeldNode.List is not null)
        {
            _jobs.Remove(job.HeldNode);
            if (_room.CurrentCount == 0)
            {
                _room.Release();
            }
        }
    }

    /// <summary>Completes when something has been removed since the last call, or after the timeout. Not guarded.</summary>
    public Task WaitForRoomAsync(TimeSpan timeout, CancellationToken cancellationToken) => _room.WaitAsync(timeout, cancellationToken);

    /// <summary>Jobs that have given no sign of life for <paramref name="age"/>; they count as having given one now.</summary>
    public IReadOnlyList<DeliveryJob> TakeSilent(TimeSpan age)
    {
        var silent = _jobs.Where(job => time.GetElapsedTime(job.LastProgress) >= age).ToList();
        silent.ForEach(job => job.LastProgress = time.GetTimestamp());
        return silent;
    }

    public void Dispose() => _room.Dispose();
}
