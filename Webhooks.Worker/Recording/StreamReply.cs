using NATS.Client.JetStream;

namespace Webhooks.Worker.Recording;

/// <summary>What the stream is told of a message.</summary>
/// <param name="Carrier">The message.</param>
/// <param name="Answer">What becomes of it.</param>
/// <param name="Due">When the stream is to hand it out again.</param>
internal readonly record struct StreamReply(Carrier Carrier, StreamAnswer Answer, DateTimeOffset? Due)
{
    public ValueTask SendAsync(TimeProvider time, CancellationToken cancellationToken) => Answer switch
    {
        StreamAnswer.Terminate => Carrier.Message.AckTerminateAsync(cancellationToken: cancellationToken),
        StreamAnswer.Nak => Carrier.Message.NakAsync(new AckOpts { NakDelay = DelayUntil(Due, time) }, cancellationToken),
        _ => Carrier.Message.AckAsync(cancellationToken: cancellationToken),
    };

    private static TimeSpan DelayUntil(DateTimeOffset? due, TimeProvider time) =>
        due - time.GetUtcNow() is { } delay && delay > TimeSpan.Zero ? delay : TimeSpan.FromMilliseconds(1);
}
