using System.Threading.Channels;
using NATS.Client.Core;
using NATS.Client.JetStream;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Messaging;
using Webhooks.Core.Retries;

namespace Webhooks.Worker.Consuming;

/// <summary>Pulls the messages of one consumer: asks for as many as there are permits, before they run out, and again when an answer is overdue.</summary>
internal sealed class Puller(
    INatsJSContext jetStream, string stream, RetryPolicy policy, HeldJobs held, ChannelWriter<Receipt> receipts, Func<int> waiting, TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(2);

    private readonly INatsConnection _nats = jetStream.Connection;

    // Not of the connection's own inboxes: those tell messages apart by their subject, and the stream's keep the one they were stored under.
    private readonly string _inbox = $"{jetStream.Connection.Opts.InboxPrefix}.{Guid.NewGuid():N}";
    private readonly string _subject = $"{jetStream.Opts.Prefix}.CONSUMER.MSG.NEXT.{stream}.{StreamNames.Consumer(policy.Name)}";
    private readonly PullLedger _pulls = new(time);
    private readonly Lock _gate = new();
    private volatile Exception? _failure;

    /// <summary>The server answers what it is asked.</summary>
    public bool IsAlive => _pulls.IsHeard;

    /// <summary>Runs until it is cancelled, or the consumer has been silent for so long that it may be gone.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var options = new NatsSubOpts
        {
            // Never full: no more comes than was asked for, and it is read at once.
            ChannelOpts = new NatsSubChannelOpts { Capacity = 64 * 1024, FullMode = BoundedChannelFullMode.Wait },
        };
        await using var subscription = await _nats.SubscribeCoreAsync(
            _inbox, serializer: DeliveryMessageSerializer.Default, opts: options, cancellationToken: cancellationToken);
        var reading = ReadAsync(subscription.Msgs, cancellationToken);
        try
        {
            await AskForEverAsync(cancellationToken);
        }
        finally
        {
            // What is on its way is taken all the same.
            await subscription.DrainAsync(CancellationToken.None).AsTask().WaitAsync(SendTimeout, time, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await subscription.UnsubscribeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await reading;
            held.Unask(_pulls.End(int.MaxValue));
        }
    }

    private async Task AskForEverAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Tick, time);
        do
        {
            if (_nats.ConnectionState == NatsConnectionState.Open)
            {
                await AskAsync(cancellationToken);
                if (_pulls.SilentFor > LostAfter)
                {
                    // A server that has lost its consumers answers no pull, not even with an error: all there is to notice is the silence.
                    throw new TimeoutException($"The stream has been silent for {_pulls.SilentFor.TotalSeconds:0.0} s.");
                }
            }

            if (_failure is { } failure)
            {
                throw failure;
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task ReadAsync(ChannelReader<NatsMsg<DeliveryMessage>> messages, CancellationToken cancellationToken)
    {
        while (await messages.WaitToReadAsync(CancellationToken.None))
        {
            while (messages.TryRead(out var message))
            {
                Take(message);
            }

            try
            {
                await AskAsync(cancellationToken);
            }
            catch (Exception error)
            {
                _failure = error;
            }
        }
    }

    private void Take(in NatsMsg<DeliveryMessage> message)
    {
        if (message.Headers is { Code: > 0 } status)
        {
            Hear(status);
            return;
        }

        lock (_gate)
        {
            var before = _pulls.Asked;
            _pulls.Receive();
            held.Unask(before - _pulls.Asked);
        }

        INatsJSMsg<DeliveryMessage> received = new NatsJSMsg<DeliveryMessage>(message, jetStream);
        var job = message.Data is { } delivery ? new DeliveryJob(received, delivery, policy) : null;
        if (job is null || held.TryTake(job))
        {
            receipts.TryWrite(new Receipt(received, job));
        }
    }

    private void Hear(NatsHeaders status)
    {
        if (status.Code is not (PullProtocol.Heartbeat or PullProtocol.Expired))
        {
            _failure = new NatsException($"The stream refuses a pull: {status.Code} {status.MessageText}");
        }

        lock (_gate)
        {
            held.Unask(_pulls.End(PullProtocol.Owed(status)));
        }
    }

    private async ValueTask AskAsync(CancellationToken cancellationToken)
    {
        int permits;
        if (_failure is not null || cancellationToken.IsCancellationRequested)
        {
            return;
        }

        lock (_gate)
        {
            held.Unask(_pulls.Expire());
            permits = held.Ask(_pulls.Asked, isIdle: waiting() == 0);
            if (permits > 0)
            {
                _pulls.Add(permits);
            }
        }

        if (permits == 0)
        {
            return;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(SendTimeout);
        await _nats.PublishAsync(_subject, PullProtocol.Request(permits), replyTo: _inbox, serializer: NatsRawSerializer<byte[]>.Default, cancellationToken: deadline.Token);
    }
}
