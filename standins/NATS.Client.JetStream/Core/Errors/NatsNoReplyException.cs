namespace NATS.Client.Core;

/// <summary>No reply arrived within the request's timeout; whether the responder acted is unknown.</summary>
public sealed class NatsNoReplyException() : NatsException("No reply received");
