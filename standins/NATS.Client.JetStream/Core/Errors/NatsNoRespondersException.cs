namespace NATS.Client.Core;

/// <summary>The server answered 503: nobody subscribes to the request's subject.</summary>
public sealed class NatsNoRespondersException() : NatsException("No responders");
