namespace Webhooks.Signing;

/// <summary>The signature conventions that a delivery is signed with. An endpoint's profile narrows <see cref="All"/>.</summary>
[Flags]
public enum SignatureProfile
{
    None = 0,

    /// <summary><c>Stripe-Signature: t=…,v1=…</c>, https://docs.stripe.com/webhooks/signature.</summary>
    Stripe = 1,

    /// <summary><c>webhook-id</c>, <c>webhook-timestamp</c>, <c>webhook-signature: v1,…</c>, https://www.standardwebhooks.com.</summary>
    Standard = 2,

    /// <summary><c>X-Webhook-Signature: sha256=…</c>, an HMAC of the body alone: it cannot tell a replay.</summary>
    XWebhookSignature = 4,

    All = Stripe | Standard | XWebhookSignature,
}
