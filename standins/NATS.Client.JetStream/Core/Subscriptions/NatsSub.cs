using System.Threading.Channels;

namespace NATS.Client.Core;

/// <summary>A core subscription with a bounded buffer.</summary>
internal sealed class NatsSub<T> : NatsSubBase, INatsSub<T>
{
    private readonly Channel<NatsMsg<T>> _channel;
    private readonly INatsDeserialize<T> _deserializer;
    private readonly BoundedChannelFullMode _fullMode;
    private readonly Timer? _timeout;
    private bool _slow;

    public NatsSub(NatsConnection connection, string subject, string? queueGroup, INatsDeserialize<T> deserializer, NatsSubOpts? opts)
        : base(connection, subject, queueGroup)
    {
        _deserializer = deserializer;
        _fullMode = opts?.ChannelOpts?.FullMode ?? connection.Opts.SubPendingChannelFullMode;
        var capacity = opts?.ChannelOpts?.Capacity ?? connection.Opts.SubPendingChannelCapacity;
        _channel = Channel.CreateBounded<NatsMsg<T>>(
            new BoundedChannelOptions(capacity) { FullMode = _fullMode, SingleWriter = true }, OnDropped);
        RemainingMsgs = opts?.MaxMsgs ?? 0;
        if (opts?.Timeout is { } timeout)
        {
            _timeout = new Timer(
                static state => _ = ((NatsSub<T>)state!).UnsubscribeAsync().AsTask(), this, timeout, Timeout.InfiniteTimeSpan);
        }
    }

    public ChannelReader<NatsMsg<T>> Msgs => _channel.Reader;

    public async ValueTask UnsubscribeAsync()
    {
        if (TryEnd())
        {
            Connection.Unsubscribe(this);
            _channel.Writer.TryComplete();
            if (_timeout is not null)
            {
                await _timeout.DisposeAsync();
            }
        }
    }

    public ValueTask DisposeAsync() => UnsubscribeAsync();

    internal override ValueTask ReceiveAsync(in InboundFrame frame)
    {
        var message = MessageFactory.Create(frame, SubjectOf(frame), Connection, _deserializer);
        var last = RemainingMsgs > 0 && --RemainingMsgs == 0;
        if (!_channel.Writer.TryWrite(message))
        {
            return Ended ? default : WriteSlowlyAsync(message, last);
        }

        if (_slow && _channel.Reader.Count <= 1)
        {
            _slow = false;
        }

        if (last)
        {
            Complete(reason: null);
        }

        return default;
    }

    internal override void Complete(Exception? reason)
    {
        if (TryEnd())
        {
            Connection.Forget(this);
            _channel.Writer.TryComplete(reason);
            _timeout?.Dispose();
        }
    }

    private async ValueTask WriteSlowlyAsync(NatsMsg<T> message, bool last)
    {
        // Only FullMode.Wait comes here: it stalls the read loop until the subscriber catches up.
        while (await _channel.Writer.WaitToWriteAsync())
        {
            if (_channel.Writer.TryWrite(message))
            {
                break;
            }
        }

        if (last)
        {
            Complete(reason: null);
        }
    }

    private void OnDropped(NatsMsg<T> message)
    {
        Connection.OnMessageDropped(
            this,
            new NatsMessageDroppedEventArgs(this, _channel.Reader.Count, message.Subject, message.ReplyTo, message.Headers, message.Data),
            firstOfEpisode: !_slow);
        _slow = true;
    }
}
