namespace NATS.Client.Core;

/// <summary>A subscription as the connection sees it.</summary>
public abstract class NatsSubBase
{
    private readonly SubjectCache _subjects = new();
    private int _ended;

    private protected NatsSubBase(NatsConnection connection, string subject, string? queueGroup)
    {
        Connection = connection;
        Subject = subject;
        QueueGroup = queueGroup;
    }

    public string Subject { get; }

    public string? QueueGroup { get; }

    internal NatsConnection Connection { get; }

    internal int Sid { get; set; }

    /// <summary>Messages after which the server ends the subscription, still to come; 0 for no end.</summary>
    internal int RemainingMsgs { get; private protected set; }

    private protected bool Ended => Volatile.Read(ref _ended) != 0;

    /// <summary>Called on the read loop; the frame is valid until the call returns.</summary>
    internal abstract ValueTask ReceiveAsync(in InboundFrame frame);

    /// <summary>No more messages will come.</summary>
    internal abstract void Complete(Exception? reason);

    /// <summary>The subscription was set up again on a new connection.</summary>
    internal virtual void OnReconnected()
    {
    }

    private protected string SubjectOf(in InboundFrame frame) => _subjects.Get(frame.Subject);

    private protected bool TryEnd() => Interlocked.Exchange(ref _ended, 1) == 0;
}
