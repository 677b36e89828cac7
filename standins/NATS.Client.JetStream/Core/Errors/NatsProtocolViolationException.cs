namespace NATS.Client.Core;

/// <summary>The peer sent bytes that are not the NATS protocol; the connection is dropped.</summary>
public sealed class NatsProtocolViolationException(string message) : NatsException(message);
