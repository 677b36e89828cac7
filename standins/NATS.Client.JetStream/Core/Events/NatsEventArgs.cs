namespace NATS.Client.Core;

public class NatsEventArgs(string message) : EventArgs
{
    public string Message { get; } = message;
}
