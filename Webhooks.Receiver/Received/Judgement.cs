using Webhooks.Signing;

namespace Webhooks.Receiver.Received;

/// <summary>What the receiver makes of one webhook.</summary>
/// <param name="Reason">Why it is not accepted; null when it is.</param>
/// <param name="Verification">Null when it did not come so far.</param>
internal sealed record Judgement(int StatusCode, string? Reason, VerificationResult? Verification = null)
{
    public bool IsAccepted => Reason is null;
}
