using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Webhooks.Api.Shares;

namespace Webhooks.Api.Ingest;

/// <summary>
/// The door of the platform. Concurrent calls share one transaction (group commit); a call returns once its event,
/// the event's deliveries and the intent to publish them are committed. Tenants take turns, by bytes × endpoints.
/// </summary>
public sealed class EventIngest
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);
    private static readonly IngestResult Busy = new(IngestOutcome.Busy, default);

    private readonly Channel<PendingEvent> _queue = Channel.CreateUnboundedPrioritized<PendingEvent>(
        new() { Comparer = Comparer<PendingEvent>.Create(static (one, other) => one.Turn.CompareTo(other.Turn)) });

    private readonly DeliveryPlan _plan;
    private readonly TimeProvider _time;
    private readonly FairShares _shares;
    private TaskCompletionSource _room = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _turn;

    internal EventIngest(DeliveryPlan plan, TimeProvider time, IOptions<IngestOptions> options)
    {
        _plan = plan;
        _time = time;
        _shares = new FairShares(options.Value.MaxWaitingBytes);
    }

    /// <summary>Answers in bounded time, and stores the event also when the caller has gone meanwhile.</summary>
    /// <exception cref="NotStoredException">The database is away, or refuses the event.</exception>
    /// <exception cref="Npgsql.NpgsqlException">The database went away; the event may have been stored.</exception>
    /// <exception cref="TimeoutException">The database did not answer in time; the event may have been stored.</exception>
    public ValueTask<IngestResult> AcceptAsync(NewEvent item)
    {
        var pending = Plan(item, _time.GetTimestamp());
        return TryEnter(pending) ? new ValueTask<IngestResult>(pending.Task) : ValueTask.FromResult(new IngestResult(IngestOutcome.OverShare, default));
    }

    /// <summary>Accepts events one after the other, each as soon as the tenant's share has room for it; the answers come as they do from <see cref="AcceptAsync"/>.</summary>
    public async Task<Task<IngestResult>[]> AcceptAllAsync(IReadOnlyList<NewEvent> items)
    {
        var (since, answers) = (_time.GetTimestamp(), new Task<IngestResult>[items.Count]);
        for (var i = 0; i < answers.Length; i++)
        {
            var pending = Plan(items[i], since);
            answers[i] = await EnterAsync(pending) ? pending.Task : Task.FromResult(Busy);
        }

        return answers;
    }

    internal ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _queue.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Moves what waits into <paramref name="batch"/>, up to its capacity; what has waited too long is refused.</summary>
    internal void Drain(EventBatch batch)
    {
        while (_queue.Reader.TryPeek(out var next) && batch.Takes(next) && _queue.Reader.TryRead(out var pending))
        {
            Volatile.Write(ref _turn, Math.Max(_turn, pending.Turn));
            _shares.Return(pending.Source.TenantId, pending.Weight);
            if (_time.GetElapsedTime(pending.Since) < MaxWait)
            {
                batch.Add(pending);
            }
            else
            {
                pending.SetResult(Busy);
            }
        }

        Interlocked.Exchange(ref _room, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    private PendingEvent Plan(NewEvent item, long since) => new(EventId.New(_time), item, _plan.For(item), since);

    private bool TryEnter(PendingEvent pending)
    {
        if (!_shares.TryTake(pending.Source.TenantId, pending.Weight, own: 0, out var ahead))
        {
            return false;
        }

        pending.Turn = Volatile.Read(ref _turn) + ahead;
        return _queue.Writer.TryWrite(pending);
    }

    private async ValueTask<bool> EnterAsync(PendingEvent pending)
    {
        while (true)
        {
            var room = Volatile.Read(ref _room).Task;
            if (TryEnter(pending))
            {
                return true;
            }

            var left = MaxWait - _time.GetElapsedTime(pending.Since);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            await room.WaitAsync(left, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
