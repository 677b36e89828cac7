namespace Webhooks.Signing;

/// <summary>Header values of one signed attempt; those outside the profile are null.</summary>
/// <param name="Timestamp">Value of <see cref="WebhookHeaders.Timestamp"/>.</param>
/// <param name="Standard">Value of <see cref="WebhookHeaders.StandardSignature"/>: <c>v1,… v1,…</c>.</param>
/// <param name="Stripe">Value of <see cref="WebhookHeaders.StripeSignature"/>: <c>t=…,v1=…,v1=…</c>.</param>
/// <param name="XWebhook">Value of <see cref="WebhookHeaders.XWebhookSignature"/>: <c>sha256=…</c>.</param>
public readonly record struct WebhookSignatures(string Timestamp, string? Standard, string? Stripe, string? XWebhook);
