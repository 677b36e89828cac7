using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace NATS.Client.JetStream;

/// <summary>An inbox that pulls deliver to: messages, heartbeats and statuses.</summary>
internal abstract class PullSubscription<T> : NatsSubBase, IAsyncDisposable
{
    private readonly INatsDeserialize<T> _deserializer;
    private readonly byte[] _inbox;
    private readonly byte[] _pullSubject;
    private readonly string _stream;
    private readonly string _consumer;
    private readonly NotificationPump? _notifications;

    protected PullSubscription(
        NatsJSContext context,
        (string Stream, string Consumer) name,
        INatsDeserialize<T>? deserializer,
        Func<INatsJSNotification, CancellationToken, Task>? notificationHandler,
        int capacity)
        : base(context.Nats, context.Nats.NewInbox(), queueGroup: null)
    {
        Context = context;
        (_stream, _consumer) = name;
        _deserializer = deserializer ?? context.Nats.Opts.SerializerRegistry.GetDeserializer<T>();
        _inbox = Encoding.UTF8.GetBytes(Subject);
        _pullSubject = Encoding.UTF8.GetBytes($"{context.Opts.Prefix}.CONSUMER.MSG.NEXT.{_stream}.{_consumer}");
        Channel = System.Threading.Channels.Channel.CreateBounded<JetStreamMessage<T>>(
            new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true });
        Logger = context.Nats.Opts.LoggerFactory.CreateLogger<NatsJSContext>();
        _notifications = notificationHandler is null ? null : new NotificationPump(notificationHandler, Logger);
    }

    protected NatsJSContext Context { get; }

    protected ILogger Logger { get; }

    protected Channel<JetStreamMessage<T>> Channel { get; }

    /// <summary>Tick count of the last sign of life.</summary>
    protected long LastActivity { get; private set; } = Environment.TickCount64;

    public virtual async ValueTask DisposeAsync()
    {
        Stop(reason: null);
        if (_notifications is not null)
        {
            await _notifications.DisposeAsync();
        }
    }

    internal sealed override ValueTask ReceiveAsync(in InboundFrame frame)
    {
        LastActivity = Environment.TickCount64;
        if (frame.HasStatus && HeaderBlock.TryReadStatus(frame.Headers.Span, out var code, out var text))
        {
            if (code != 100)
            {
                Log.PullStatus(Logger, _stream, _consumer, code, text);
                OnStatus(code, text, new NatsHeaders(frame.Headers.Span));
            }

            return default;
        }

        var data = MessageFactory.Read(frame.Payload, _deserializer, out var error);
        OnMessage(new JetStreamMessage<T>(
            Context,
            SubjectOf(frame),
            frame.ReplyTo.ToArray(),
            frame.Headers.IsEmpty ? null : new NatsHeaders(frame.Headers.Span),
            data,
            frame.Size,
            error));
        return default;
    }

    internal sealed override void Complete(Exception? reason) => Stop(reason);

    protected abstract void OnMessage(JetStreamMessage<T> message);

    protected abstract void OnStatus(int code, string text, NatsHeaders headers);

    /// <summary>Unsubscribes and ends the channel; what is buffered stays readable.</summary>
    protected void Stop(Exception? reason)
    {
        if (TryEnd())
        {
            Connection.Unsubscribe(this);
        }

        Channel.Writer.TryComplete(reason);
    }

    protected void Pull(PullRequest request, PullLimits limits, bool noWait)
    {
        LastActivity = Environment.TickCount64;
        Connection.Outbound.TryPublish(
            _pullSubject, _inbox, request.ToJson(limits.Expires, limits.IdleHeartbeat, noWait), urgent: true);
    }

    protected void Notify(INatsJSNotification notification) => _notifications?.Post(notification);

    protected void HeartbeatLost()
    {
        Log.HeartbeatLost(Logger, _stream, _consumer);
        Notify(NatsJSTimeoutNotification.Default);
    }

    /// <summary>Statuses after which no pull can succeed.</summary>
    protected static bool IsTerminal(int code, NatsHeaders.Messages message) =>
        code == 400 || (code == 409 && message is NatsHeaders.Messages.ConsumerDeleted or NatsHeaders.Messages.ConsumerIsPushBased);

    protected static int Pending(NatsHeaders headers, string name) =>
        headers.TryGetLastValue(name, out var text) && int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
