using System.Runtime.CompilerServices;
using NATS.Client.Core;

namespace NATS.Client.JetStream;

/// <summary>One pull and the messages that answer it.</summary>
internal sealed class FetchSubscription<T> : PullSubscription<T>
{
    private const long TickMilliseconds = 100;
    private const long Grace = 1_000;
    private readonly PullLimits _limits;
    private readonly bool _noWait;
    private readonly Timer _timer;
    private long _deadline;
    private int _remaining;

    public FetchSubscription(
        NatsJSContext context,
        (string Stream, string Consumer) name,
        INatsDeserialize<T>? deserializer,
        NatsJSFetchOpts opts,
        PullLimits limits,
        bool noWait)
        : base(context, name, deserializer, opts.NotificationHandler, capacity: limits.MaxMsgs)
    {
        _limits = limits;
        _noWait = noWait;
        _remaining = limits.MaxMsgs;
        _timer = new Timer(static state => ((FetchSubscription<T>)state!).Tick(), this, Timeout.Infinite, Timeout.Infinite);
    }

    public async IAsyncEnumerable<INatsJSMsg<T>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Connection.SubscribeAsync(this, cancellationToken);
        _deadline = Environment.TickCount64 + (long)_limits.Expires.TotalMilliseconds + Grace;
        Pull(new PullRequest(_limits.MaxMsgs, _limits.MaxBytes), _limits, _noWait);
        _timer.Change(TickMilliseconds, TickMilliseconds);
        while (await Channel.Reader.WaitToReadAsync(cancellationToken))
        {
            while (Channel.Reader.TryRead(out var message))
            {
                yield return message;
            }
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void OnMessage(JetStreamMessage<T> message)
    {
        Channel.Writer.TryWrite(message);
        if (--_remaining == 0 || (_noWait && message.Metadata is { NumPending: 0 }))
        {
            Stop(reason: null);
        }
    }

    protected override void OnStatus(int code, string text, NatsHeaders headers)
    {
        if (IsTerminal(code, headers.Message))
        {
            Stop(new NatsJSProtocolException(code, headers.Message, text));
            return;
        }

        if (code is not (404 or 408))
        {
            Notify(code == 503 ? NatsJSNoRespondersNotification.Default : new NatsJSProtocolNotification(text, code, text));
        }

        Stop(reason: null);
    }

    private void Tick()
    {
        var now = Environment.TickCount64;
        var silence = now - LastActivity;
        if (now > _deadline || (_noWait && silence > Grace))
        {
            Stop(reason: null);
        }
        else if (!_noWait && !Ended && silence > 2 * _limits.IdleHeartbeat.TotalMilliseconds)
        {
            HeartbeatLost();
            Stop(reason: null);
        }
    }
}
