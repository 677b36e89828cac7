namespace NATS.Client.JetStream;

/// <summary>The management API did not answer: JetStream is off, or the request timed out.</summary>
public sealed class NatsJSApiNoResponseException() : NatsJSException("No API response received from the server");
