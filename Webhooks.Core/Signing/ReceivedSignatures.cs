namespace Webhooks.Core.Signing;

/// <summary>The header values of a received webhook as they came; null or empty where the header is missing.</summary>
public readonly record struct ReceivedSignatures(string? Id, string? Timestamp, string? Standard, string? Stripe, string? XWebhook);
