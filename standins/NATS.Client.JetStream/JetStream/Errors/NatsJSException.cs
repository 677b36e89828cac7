using NATS.Client.Core;

namespace NATS.Client.JetStream;

/// <summary>Base of JetStream's errors.</summary>
public class NatsJSException : NatsException
{
    public NatsJSException(string message)
        : base(message)
    {
    }

    public NatsJSException(string message, Exception exception)
        : base(message, exception)
    {
    }
}
