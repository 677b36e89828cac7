namespace NATS.Client.Core;

/// <summary>A <c>-ERR</c> line that did not close the connection.</summary>
public sealed class NatsServerErrorEventArgs(string error) : NatsEventArgs($"Server error {error}")
{
    public string Error { get; } = error;
}
