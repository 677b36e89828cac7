namespace NATS.Client.JetStream;

/// <summary>The message id was stored before, under <see cref="Sequence"/>.</summary>
public sealed class NatsJSDuplicateMessageException(ulong sequence) : NatsJSException($"Duplicate of {sequence}")
{
    public ulong Sequence { get; } = sequence;
}
