namespace NATS.Client.Core;

/// <summary>Base of every error that this client raises for the broker, the connection or a message.</summary>
public class NatsException : Exception
{
    public NatsException(string message)
        : base(message)
    {
    }

    public NatsException(string message, Exception exception)
        : base(message, exception)
    {
    }
}
