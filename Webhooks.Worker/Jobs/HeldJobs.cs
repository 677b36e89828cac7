using Microsoft.Extensions.Options;
using NATS.Client.JetStream;
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
    private static readonly TimeSpan AckTimeout = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<(Guid, short, int), DeliveryJob> _byKey = new(options.Value.MaxHeld);
    private readonly LinkedList<DeliveryJob> _bySilence = new();
    private readonly SemaphoreSlim _room = new(0, 1);

    public int Count => _bySilence.Count;

    /// <summary>False when the delivery is in this worker's hands already: the message then ends with the one that came first.</summary>
    public bool TryTake(DeliveryJob job)
    {
        lock (_gate)
        {
            if (!_byKey.TryAdd(job.Key, job))
            {
                Join(_byKey[job.Key], job);
                return false;
            }

            job.LastProgress = time.GetTimestamp();
            _bySilence.AddLast(job.HeldNode);
            return true;
        }
    }

    /// <summary>Its outcome is recorded and its message answered: the memory is free.</summary>
    public void Release(DeliveryJob job)
    {
        lock (_gate)
        {
            if (job.HeldNode.List is null)
            {
                return;
            }

            _bySilence.Remove(job.HeldNode);
            _byKey.Remove(job.Key);
            _admitted -= job.IsAdmitted ? 1 : 0;
            if (_room.CurrentCount == 0)
            {
                _room.Release();
            }
        }

        if (job.Copies is { } copies)
        {
            _ = DropAsync(job, copies);
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

    /// <summary>Completes when something has been released since the last call, or after the timeout.</summary>
    public Task WaitForRoomAsync(TimeSpan timeout, CancellationToken cancellationToken) => _room.WaitAsync(timeout, cancellationToken);

    /// <summary>Jobs that have given no sign of life for <paramref name="age"/>; they count as having given one now.</summary>
    public IReadOnlyList<DeliveryJob> TakeSilent(TimeSpan age)
    {
        lock (_gate)
        {
            var silent = _bySilence.TakeWhile(job => time.GetElapsedTime(job.LastProgress) >= age).ToList();
            foreach (var job in silent)
            {
                job.LastProgress = time.GetTimestamp();
                _bySilence.Remove(job.HeldNode);
                _bySilence.AddLast(job.HeldNode);
            }

            return silent;
        }
    }

    public void Dispose() => _room.Dispose();

    private static void Join(DeliveryJob first, DeliveryJob second)
    {
        if (first.StreamSequence == second.StreamSequence)
        {
            first.Renew(second.Message);
        }
        else
        {
            first.Copies = [.. first.Copies ?? [], second.Message];
        }
    }

    private async Task DropAsync(DeliveryJob job, List<INatsJSMsg<DeliveryMessage>> copies)
    {
        try
        {
            using var deadline = new CancellationTokenSource(AckTimeout, time);
            foreach (var copy in copies)
            {
                await copy.AckAsync(cancellationToken: deadline.Token);
            }
        }
        catch (Exception error)
        {
            // The stream hands it out again, and the delivery's row then says that it was settled.
            LogNotDropped(logger, job.Delivery.Header.CorrelationId, error.Message);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Could not drop a second message of a delivery: {Reason} correlation_id={CorrelationId}")]
    private static partial void LogNotDropped(ILogger logger, string correlationId, string reason);
}
