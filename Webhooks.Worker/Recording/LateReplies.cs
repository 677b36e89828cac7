using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Webhooks.Core.Messaging;

namespace Webhooks.Worker.Recording;

/// <summary>
/// Says again what the stream could not be told in time, because the broker was away or this process stood still: otherwise a retry would come
/// when the stream takes this worker for dead, up to a minute late. What is not said by then is left to that: the stream hands the message out
/// again, and its row says what has become of it.
/// </summary>
internal sealed class LateReplies(HeldJobs held, IOptions<MessagingOptions> messaging, TimeProvider time) : BackgroundService
{
    private const int Most = 10_000;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    // The rest is for the stream, which may hand the message to somebody else then.
    private readonly TimeSpan _patience = messaging.Value.AckWait * 0.75;
    private readonly Channel<StreamReply> _replies = Channel.CreateBounded<StreamReply>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Add(StreamReply reply) => _replies.Writer.TryWrite(reply);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var reply in _replies.Reader.ReadAllAsync(stoppingToken))
            {
                while (IsOpen(reply) && !await TrySendAsync(reply, stoppingToken))
                {
                    await Task.Delay(Pause, time, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Whoever comes next is told by the stream.
        }
    }

    private bool IsOpen(StreamReply reply) =>
        time.GetElapsedTime(reply.Carrier.LastProgress) < _patience && !held.Holds(reply.Carrier.StreamSequence);

    private async Task<bool> TrySendAsync(StreamReply reply, CancellationToken stoppingToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        deadline.CancelAfter(Timeout);
        try
        {
            await reply.SendAsync(time, deadline.Token);
            return true;
        }
        catch (Exception) when (!stoppingToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
