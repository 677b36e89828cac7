using System.Threading.Channels;
using NATS.Client.Core;
using NATS.Client.JetStream;
using Webhooks.Core.Deliveries;

namespace Webhooks.Worker.Consuming;

/// <summary>Pulls the messages of one consumer: asks for as many as there are permits, before they run out, and again when an answer is overdue.</summary>
internal sealed partial class Puller(
    INatsJSContext jetStream, string stream, Source source, HeldJobs held, ChannelWriter<Receipt> receipts, Func<int> waiting, TimeProvider time)
{
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    private readonly INatsConnection _nats = jetStream.Connection;

    // Not of the connection's own inboxes: those tell messages apart by their subject, and the stream's keep the one they were stored under.
    private readonly string _inbox = $"{jetStream.Connection.Opts.InboxPrefix}.{Guid.NewGuid():N}";
    private readonly string _subject = $"{jetStream.Opts.Prefix}.CONSUMER.MSG.NEXT.{stream}.{source.Consumer}";
    private readonly PullLedger _pulls = new(time);
    private readonly Lock _gate = new();
    private volatile Exception? _failure;

    /// <summary>The server answers what it is asked.</summary>
    public bool IsAlive => _failure is null && _pulls.IsHeard;

    /// <summary>Runs until it is cancelled, or the consumer has been silent for so long that it may be gone.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var options = new NatsSubOpts
        {
            // Never full: no more comes than was asked for, and it is read at once.
            ChannelOpts = new NatsSubChannelOpts { Capacity = 64 * 1024, FullMode = BoundedChannelFullMode.Wait },
        };
        await using var subscription = await _nats.SubscribeCoreAsync(
            _inbox, serializer: DeliveryBatchSerializer.Default, opts: options, cancellationToken: cancellationToken);
        var reading = ReadAsync(subscription.Msgs, cancellationToken);
        try
        {
            await AskForEverAsync(cancellationToken);
        }
        finally
        {
            await TakeWhatComesAsync();
            await subscription.DrainAsync(CancellationToken.None).AsTask().WaitAsync(SendTimeout, time, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await subscription.UnsubscribeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await reading;
            held.Unask(_pulls.End(int.MaxValue), source.Weight);
        }
    }

    /// <summary>What is on its way is taken all the same: what would find nobody there has been handed out once for nothing.</summary>
    private async Task TakeWhatComesAsync()
    {
        var start = time.GetTimestamp();
        int asked;
        do
        {
            asked = _pulls.Asked;
            await Task.Delay(Quiet, time, CancellationToken.None);
        }
        while (_pulls.Asked > 0 && _pulls.Asked < asked && time.GetElapsedTime(start) < PullLedger.Expiry);
    }

    private async Task ReadAsync(ChannelReader<NatsMsg<DeliveryBatch>> messages, CancellationToken cancellationToken)
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

    private void Take(in NatsMsg<DeliveryBatch> message)
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
            held.Unask(before - _pulls.Asked, source.Weight);
        }

        INatsJSMsg<DeliveryBatch> received = new NatsJSMsg<DeliveryBatch>(message, jetStream);
        if (message.Data is null)
        {
            receipts.TryWrite(new Receipt(received, Job: null));
            return;
        }

        foreach (var job in held.Take(new Carrier(received, source.IsBatch, source.MostDeliveries)))
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
            held.Unask(_pulls.End(PullProtocol.Owed(status)), source.Weight);
        }
    }
}
