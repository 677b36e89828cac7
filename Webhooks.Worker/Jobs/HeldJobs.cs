using Microsoft.Extensions.Options;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Retries;

namespace Webhooks.Worker.Jobs;

/// <summary>
/// Everything in this worker's hands, from the receipt of its message until that is settled, and the permits to ask for more. The lanes
/// hold <see cref="WorkerOptions.MaxHeld"/>, and what is on its way to them or past them, asked for or not, is no more than that
/// again. A second message of a delivery finds the first here.
/// </summary>
internal sealed partial class HeldJobs(IOptions<WorkerOptions> options, RetryPolicies policies, TimeProvider time, ILogger<HeldJobs> logger)
    : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(Guid, short, int, bool), DeliveryJob> _byKey = new(options.Value.MaxHeld);
    private readonly SemaphoreSlim _room = new(0, 1);

    public int Count => _byKey.Count;

    /// <summary>
    /// Takes a message and returns the jobs to be done. A delivery that is in this worker's hands already is not among them: this
    /// message is then done with it when that job is.
    /// </summary>
    public IReadOnlyList<DeliveryJob> Take(Carrier carrier)
    {
        var jobs = new List<DeliveryJob>(carrier.Left);
        lock (_gate)
        {
            if (_bySequence.TryGetValue(carrier.StreamSequence, out var known) && IsSame(known.Message, carrier.Message))
            {
                known.Renew(carrier.Message);
                return jobs;
            }

            _bySequence[carrier.StreamSequence] = carrier;
            carrier.LastProgress = time.GetTimestamp();
            _bySilence.AddLast(carrier.Node);
            foreach (var delivery in carrier.Message.Data!.Deliveries)
            {
                var job = new DeliveryJob(carrier, delivery);
                if (_byKey.TryAdd(job.Key, job))
                {
                    jobs.Add(job);
                }
                else
                {
                    (_byKey[job.Key].Copies ??= []).Add(carrier);
                }
            }
        }

        return jobs;
    }

    /// <summary>Those with an attempt that has begun and is not written down yet.</summary>
    public IReadOnlyList<DeliveryJob> FindBegun(Func<DeliveryHeader, bool> isWanted)
    {
        lock (_gate)
        {
            return [.. _byKey.Values.Where(job => job.HasBegun && isWanted(job.Delivery.Header))];
        }
    }

    /// <summary>Its outcome is recorded, or it needs none: the memory is free.</summary>
    public void Release(DeliveryJob job)
    {
        lock (_gate)
        {
            if (_byKey.GetValueOrDefault(job.Key) != job)
            {
                return;
            }

            _byKey.Remove(job.Key);
            _admitted -= job.IsAdmitted ? 1 : 0;
            if (_room.CurrentCount == 0)
            {
                _room.Release();
            }
        }

        foreach (var copy in job.Copies ?? [])
        {
            _ = DropAsync(copy);
        }
    }

    /// <summary>Releases the job when it is settled; one that could not be recorded stays, and the stream hands it out again.</summary>
    public void ReleaseAfter(DeliveryJob job, ValueTask<bool> settled) => _ = ReleaseAsync(job, settled);

    public async Task ReleaseAsync(DeliveryJob job, ValueTask<bool> settled)
    {
        if (await settled)
        {
            Release(job);
        }
    }

    /// <summary>Nothing is to become of the job: done with, as far as its message is concerned.</summary>
    public Task DropAsync(DeliveryJob job)
    {
        Release(job);
        return DropAsync(job.Carrier);
    }

    /// <summary>Lets go of the job and its message, for the stream to hand it out again.</summary>
    public void Abandon(DeliveryJob job)
    {
        Release(job);
        lock (_gate)
        {
            Forget(job.Carrier);
        }
    }

    /// <summary>Completes when something has been released since the last call, or after the timeout.</summary>
    public Task WaitForRoomAsync(TimeSpan timeout, CancellationToken cancellationToken) => _room.WaitAsync(timeout, cancellationToken);

    public void Dispose() => _room.Dispose();
}
