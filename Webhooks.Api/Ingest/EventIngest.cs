using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace Webhooks.Api.Ingest;

/// <summary>
/// The door of the platform. Concurrent calls share one transaction (group commit); a call returns once its event,
/// the event's deliveries and the intent to publish them are committed.
/// </summary>
public sealed class EventIngest
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);

    private readonly Channel<PendingEvent> _queue;
    private readonly DeliveryPlan _plan;
    private readonly TimeProvider _time;
    private readonly long _maxWaitingBytes;
    private long _waitingBytes;

    internal EventIngest(DeliveryPlan plan, TimeProvider time, IOptions<IngestOptions> options)
    {
        _plan = plan;
        _time = time;
        _maxWaitingBytes = options.Value.MaxWaitingBytes;
        _queue = Channel.CreateBounded<PendingEvent>(options.Value.MaxWaiting);
    }

    /// <summary>Answers in bounded time, and stores the event also when the caller has gone meanwhile.</summary>
    /// <exception cref="NotStoredException">The database is away, or refuses the event.</exception>
    /// <exception cref="Npgsql.NpgsqlException">The database went away; the event may have been stored.</exception>
    /// <exception cref="TimeoutException">The database did not answer in time; the event may have been stored.</exception>
    public ValueTask<IngestResult> AcceptAsync(NewEvent item)
    {
        var pending = new PendingEvent(EventId.New(_time), item, _plan.For(item), _time.GetTimestamp());
        if (Interlocked.Add(ref _waitingBytes, item.Payload.Length) > _maxWaitingBytes || !_queue.Writer.TryWrite(pending))
        {
            Interlocked.Add(ref _waitingBytes, -item.Payload.Length);
            return ValueTask.FromResult(new IngestResult(IngestOutcome.Busy, default));
        }

        return new ValueTask<IngestResult>(pending.Task);
    }

    internal ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _queue.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Moves what waits into <paramref name="batch"/>, up to its capacity; what has waited too long is refused.</summary>
    internal void Drain(EventBatch batch)
    {
        while (!batch.IsFull && _queue.Reader.TryRead(out var pending))
        {
            Interlocked.Add(ref _waitingBytes, -pending.Source.Payload.Length);
            if (_time.GetElapsedTime(pending.Since) < MaxWait)
            {
                batch.Add(pending);
            }
            else
            {
                pending.SetResult(new IngestResult(IngestOutcome.Busy, default));
            }
        }
    }
}
