namespace Webhooks.Receiver.Received;

/// <summary>A failure on purpose.</summary>
internal readonly record struct Fault(int StatusCode, string Reason);
