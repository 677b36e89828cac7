using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace Webhooks.Api.Ingest;

/// <summary>
/// The door of the platform. Concurrent calls share one transaction (group commit); a call returns once its event,
/// the event's deliveries and the intent to publish them are committed.
/// </summary>
public sealed class EventIngest
{
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

    /// <exception cref="Npgsql.NpgsqlException">The database is away; nothing was stored.</exception>
    /// <exception cref="TimeoutException">The database did not answer in time.</exception>
    public ValueTask<IngestResult> AcceptAsync(NewEvent item, CancellationToken cancellationToken)
    {
        var pending = new PendingEvent(EventId.New(_time), item, _plan.For(item));
        if (Interlocked.Add(ref _waitingBytes, item.Payload.Length) > _maxWaitingBytes || !_queue.Writer.TryWrite(pending))
        {
            Interlocked.Add(ref _waitingBytes, -item.Payload.Length);
            return ValueTask.FromResult(new IngestResult(IngestOutcome.Busy, default));
        }

        return new ValueTask<IngestResult>(pending.Task.WaitAsync(cancellationToken));
    }

    internal ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _queue.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Moves what waits into <paramref name="batch"/>, up to its capacity.</summary>
    internal void Drain(EventBatch batch)
    {
        while (!batch.IsFull && _queue.Reader.TryRead(out var pending))
        {
            Interlocked.Add(ref _waitingBytes, -pending.Source.Payload.Length);
            batch.Add(pending);
        }
    }
}
