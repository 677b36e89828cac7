using System.Globalization;
using Webhooks.Receiver.Tenants;
using Webhooks.Signing;

namespace Webhooks.Receiver.Received;

/// <summary>Accepts a webhook whose signatures are all valid, and that is no old recording.</summary>
internal sealed class SignatureCheck(TenantSecrets secrets, TimeProvider time)
{
    public async Task<Judgement> JudgeAsync(string? tenantId, IHeaderDictionary headers, byte[] body, CancellationToken cancellationToken)
    {
        if (await secrets.FindAsync(tenantId, cancellationToken) is not { } keys)
        {
            return new Judgement(
                StatusCodes.Status404NotFound,
                tenantId is null ? "No secret is configured for this path. Set Receiver:Secret." : "There is no such tenant here.");
        }

        var now = time.GetUtcNow();
        var received = ReceivedSignatures.From(name => headers[name]);
        var verification = WebhookVerifier.Verify(received, body, keys, now);
        // The endpoint or its secret may be younger than what is known of the tenant.
        if (!verification.IsVerified && await secrets.RenewAsync(tenantId, cancellationToken) is { } newer)
        {
            verification = WebhookVerifier.Verify(received, body, newer, now);
        }

        var reason = verification.Reason ?? (IsFresh(verification, received, now) ? null : "Nothing in the request tells that it is not an old recording.");
        return new Judgement(reason is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized, reason, verification);
    }

    // X-Webhook-Signature covers the body alone. A sender that makes no other signature still says when it sent, in webhook-timestamp.
    private static bool IsFresh(VerificationResult verification, in ReceivedSignatures received, DateTimeOffset now) =>
        verification.IsFresh
        || (long.TryParse(received.Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && Math.Abs(now.ToUnixTimeSeconds() - seconds) <= (long)WebhookVerifier.DefaultTolerance.TotalSeconds);
}
