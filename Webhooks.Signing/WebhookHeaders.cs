namespace Webhooks.Signing;

/// <summary>Names of the headers that a delivery carries.</summary>
public static class WebhookHeaders
{
    /// <summary>The message id, the same for every attempt of a delivery: what a receiver de-duplicates by.</summary>
    public const string Id = "webhook-id";

    /// <summary>Unix seconds of the attempt.</summary>
    public const string Timestamp = "webhook-timestamp";

    public const string StandardSignature = "webhook-signature";
    public const string StripeSignature = "Stripe-Signature";
    public const string XWebhookSignature = "X-Webhook-Signature";

    /// <summary>The event's type.</summary>
    public const string Event = "X-Webhook-Event";

    /// <summary>The number of the attempt, from 1.</summary>
    public const string Attempt = "X-Webhook-Attempt";

    /// <summary><c>1</c> on what was delivered or skipped before and is sent again at the tenant's wish.</summary>
    public const string Resend = "X-Webhook-Resend";

    public const string TraceParent = "traceparent";
}
