namespace NATS.Client.JetStream;

/// <summary>No stream listens to the subject, after all attempts.</summary>
public sealed class NatsJSPublishNoResponseException() : NatsJSException("No response received from the server");
