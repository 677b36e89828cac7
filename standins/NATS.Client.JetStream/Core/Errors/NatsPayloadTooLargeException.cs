namespace NATS.Client.Core;

/// <summary>Headers and payload together exceed the server's <c>max_payload</c>; nothing was sent.</summary>
public sealed class NatsPayloadTooLargeException(string message) : NatsException(message);
