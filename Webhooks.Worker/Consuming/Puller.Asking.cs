using NATS.Client.Core;

namespace Webhooks.Worker.Consuming;

// When it asks, and for how many.
internal sealed partial class Puller
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(2);

    private async Task AskForEverAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Tick, time);
        var (ticked, isLate) = (time.GetTimestamp(), false);
        do
        {
            // Late, it was this side that stood still: what came meanwhile is read before it is called silence.
            isLate = !isLate && time.GetElapsedTime(ticked) > 2 * Tick;
            ticked = time.GetTimestamp();
            if (_nats.ConnectionState == NatsConnectionState.Open && !isLate)
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

    private async ValueTask AskAsync(CancellationToken cancellationToken)
    {
        int first, second;
        if (_failure is not null || cancellationToken.IsCancellationRequested)
        {
            return;
        }

        lock (_gate)
        {
            held.Unask(_pulls.Expire(), source.Weight);
            var permits = held.Ask(_pulls.Asked, source.Weight, isIdle: waiting() == 0);

            // Of what is asked for after a silence, not everything must be lost again.
            second = _pulls.IsSilent ? permits / 2 : 0;
            first = permits - second;
            _pulls.Add(first);
            _pulls.Add(second);
        }

        await SendAsync(first, cancellationToken);
        await SendAsync(second, cancellationToken);
    }

    private async ValueTask SendAsync(int messages, CancellationToken cancellationToken)
    {
        if (messages == 0)
        {
            return;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(SendTimeout);
        await _nats.PublishAsync(_subject, PullProtocol.Request(messages), replyTo: _inbox, serializer: NatsRawSerializer<byte[]>.Default, cancellationToken: deadline.Token);
    }
}
