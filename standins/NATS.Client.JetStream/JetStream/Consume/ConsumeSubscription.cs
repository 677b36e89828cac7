using System.Runtime.CompilerServices;
using NATS.Client.Core;

namespace NATS.Client.JetStream;

/// <summary>Endless consumption: pulls ahead of the caller, pulls again after reconnects, expiries and lost heartbeats.</summary>
internal sealed class ConsumeSubscription<T> : PullSubscription<T>
{
    private const long TickMilliseconds = 500;
    private const long Grace = 5_000;
    private readonly PullAccount _account;
    private readonly PullLimits _limits;
    private readonly NatsJSConsumeOpts _opts;
    private readonly Timer _timer;
    private long _lastPull;
    private int _consecutive503;

    public ConsumeSubscription(
        NatsJSContext context,
        (string Stream, string Consumer) name,
        INatsDeserialize<T>? deserializer,
        NatsJSConsumeOpts opts,
        PullLimits limits)
        : base(context, name, deserializer, opts.NotificationHandler, capacity: Capacity(limits))
    {
        _opts = opts;
        _limits = limits;
        _account = new PullAccount(limits);
        _timer = new Timer(static state => ((ConsumeSubscription<T>)state!).Tick(), this, Timeout.Infinite, Timeout.Infinite);
    }

    public async IAsyncEnumerable<INatsJSMsg<T>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Connection.SubscribeAsync(this, cancellationToken);
        Pull(_account.Reset());
        _timer.Change(TickMilliseconds, TickMilliseconds);

        await using var drain = _opts.DrainOnCancel
            ? cancellationToken.UnsafeRegister(static state => _ = ((ConsumeSubscription<T>)state!).DrainAsync(), this)
            : default;
        var reading = _opts.DrainOnCancel ? CancellationToken.None : cancellationToken;
        while (await Channel.Reader.WaitToReadAsync(reading))
        {
            while (Channel.Reader.TryRead(out var message))
            {
                reading.ThrowIfCancellationRequested();
                if (_account.Taken(message.Size) is { } next && !Ended)
                {
                    Pull(next);
                }

                yield return message;
            }
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await base.DisposeAsync();
    }

    internal override void OnReconnected() => Pull(_account.Reset());

    protected override void OnMessage(JetStreamMessage<T> message)
    {
        _consecutive503 = 0;

        // More than asked for can only come from a pull given up as lost; the server redelivers what does not fit.
        if (Channel.Writer.TryWrite(message))
        {
            _account.Delivered(message.Size);
        }
    }

    protected override void OnStatus(int code, string text, NatsHeaders headers)
    {
        if (IsTerminal(code, headers.Message))
        {
            Stop(new NatsJSProtocolException(code, headers.Message, text));
            return;
        }

        if (code == 503)
        {
            Notify(NatsJSNoRespondersNotification.Default);
            if (++_consecutive503 == _opts.MaxConsecutive503Errors)
            {
                Stop(new NatsJSException("Too many consecutive 503 errors"));
            }
        }
        else if (code != 408)
        {
            Notify(new NatsJSProtocolNotification(text, code, text));
        }

        Pull(_account.Returned(
            Pending(headers, "Nats-Pending-Messages"), Pending(headers, "Nats-Pending-Bytes"), pullNow: code == 408));
    }

    private async Task DrainAsync()
    {
        if (TryEnd())
        {
            try
            {
                await Connection.DrainAsync(this);
            }
            finally
            {
                Channel.Writer.TryComplete();
            }
        }
    }

    // Room for one generation of lost pulls beside the current one.
    private static int Capacity(PullLimits limits) => (int)Math.Min(int.MaxValue, 2L * limits.MaxMsgs);

    private void Tick()
    {
        if (Ended || Connection.ConnectionState != NatsConnectionState.Open)
        {
            return;
        }

        var now = Environment.TickCount64;
        if (_account.IsWaiting && now - LastActivity > 2 * _limits.IdleHeartbeat.TotalMilliseconds)
        {
            HeartbeatLost();
            Pull(_account.Reset());
        }
        else if (now - Volatile.Read(ref _lastPull) > _limits.Expires.TotalMilliseconds + Grace)
        {
            Pull(_account.Reset());
        }
        else
        {
            Pull(_account.Refill());
        }
    }

    private void Pull(PullRequest? request)
    {
        if (request is { } pull)
        {
            Volatile.Write(ref _lastPull, Environment.TickCount64);
            Pull(pull, _limits, noWait: false);
        }
    }
}
