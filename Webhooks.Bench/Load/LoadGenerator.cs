using System.Diagnostics;
using Webhooks.Bench.Measure;

namespace Webhooks.Bench.Load;

/// <summary>Posts events from one thread over many connections.</summary>
internal sealed class LoadGenerator : IDisposable
{
    private const int Created = 201;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly LoadPlan _plan;
    private readonly EventLedger _ledger;
    private readonly Epoll _epoll = new();
    private readonly List<LoadConnection> _connections = [];
    private readonly Stack<LoadConnection> _idle = new();
    private readonly LoadOutcome _outcome = new();
    private readonly Schedule _schedule;
    private long _sequence;

    private LoadGenerator(LoadPlan plan, EventLedger ledger, long firstSequence)
    {
        _plan = plan;
        _ledger = ledger;
        _sequence = firstSequence;
        Connect();
        _outcome.FirstSent = Stopwatch.GetTimestamp();
        _schedule = new Schedule(_outcome.FirstSent, plan.Duration, plan.Rate);
    }

    public static Task<LoadOutcome> RunAsync(LoadPlan plan, EventLedger ledger, long firstSequence, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(
            () =>
            {
                using var generator = new LoadGenerator(plan, ledger, firstSequence);
                return generator.Run(cancellationToken);
            },
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    public void Dispose()
    {
        _connections.ForEach(connection => connection.Dispose());
        _epoll.Dispose();
    }

    private LoadOutcome Run(CancellationToken cancellationToken)
    {
        var giveUpAt = _schedule.End + Ticks(Grace);
        while (!cancellationToken.IsCancellationRequested)
        {
            SendDue();
            var now = Stopwatch.GetTimestamp();
            if (now >= giveUpAt || (_schedule.IsOver(now) && _idle.Count == _connections.Count))
            {
                break;
            }

            var wait = _idle.Count > 0 ? _schedule.UntilNext(now) : Tick;
            var ready = _epoll.Wait(wait < Tick ? wait : Tick);
            for (var i = 0; i < ready; i++)
            {
                Receive(_connections[_epoll.Token(i)]);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        _outcome.Unanswered += _connections.Count - _idle.Count;
        _outcome.Unsent = _schedule.Remaining;
        return _outcome;
    }

    private void Connect()
    {
        for (var i = 0; i < _plan.Connections; i++)
        {
            var connection = new LoadConnection(_plan.Server);
            _epoll.Add(connection.Socket, i);
            _connections.Add(connection);
            _idle.Push(connection);
        }
    }

    private void SendDue()
    {
        while (_idle.Count > 0 && _schedule.TryTake(Stopwatch.GetTimestamp(), out var dueAt))
        {
            var connection = _idle.Pop();
            var template = _plan.Templates[(int)(_outcome.Sent % _plan.Templates.Count)];
            _outcome.Sent++;
            if (!connection.TrySend(template, _sequence++, dueAt))
            {
                Fail(connection);
            }
        }
    }

    private void Receive(LoadConnection connection)
    {
        switch (connection.Receive())
        {
            case 0:
                return;
            case -1:
                Fail(connection);
                return;
            case Created:
                _outcome.LastAccepted = Stopwatch.GetTimestamp();
                _outcome.Latency.Record(Stopwatch.GetElapsedTime(connection.DueAt, _outcome.LastAccepted));
                _outcome.Seconds.Record(connection.DueAt, _outcome.LastAccepted);
                _outcome.Accepted++;
                _ledger.Accept(connection.Sequence);
                break;
            case var status:
                _outcome.Refused[status] = _outcome.Refused.GetValueOrDefault(status) + 1;
                break;
        }

        _idle.Push(connection);
    }

    private void Fail(LoadConnection connection)
    {
        _outcome.Unanswered++;
        connection.Reconnect();
        _epoll.Add(connection.Socket, _connections.IndexOf(connection));
        _idle.Push(connection);
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
