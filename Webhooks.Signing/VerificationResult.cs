namespace Webhooks.Signing;

/// <summary>The verdict on each scheme.</summary>
public sealed record VerificationResult(SchemeVerdict Stripe, SchemeVerdict Standard, SchemeVerdict XWebhookSignature)
{
    /// <summary>True when at least one scheme is present and each one that is present is valid.</summary>
    public bool IsVerified => Present != SignatureProfile.None && Present == Valid;

    /// <summary>
    /// True when the timestamp is vouched for. X-Webhook-Signature alone covers the body and nothing else, so a request with only that
    /// may be a recording with the other headers taken away.
    /// </summary>
    public bool IsFresh => IsVerified && (Valid & (SignatureProfile.Stripe | SignatureProfile.Standard)) != SignatureProfile.None;

    public SignatureProfile Present => Where(static verdict => verdict != SchemeVerdict.Absent);

    public SignatureProfile Valid => Where(static verdict => verdict == SchemeVerdict.Valid);

    /// <summary>A sentence that says why <see cref="IsVerified"/> is false; null when it is true.</summary>
    public string? Reason => this switch
    {
        { IsVerified: true } => null,
        { Present: SignatureProfile.None } => "The request carries no webhook signature.",
        _ => Explain("Stripe-Signature", Stripe) ?? Explain("webhook-signature", Standard) ?? Explain("X-Webhook-Signature", XWebhookSignature),
    };

    private static string? Explain(string header, SchemeVerdict verdict) => verdict switch
    {
        SchemeVerdict.Malformed => $"{header} or a header that belongs to it is malformed.",
        SchemeVerdict.TimestampOutOfTolerance => $"The timestamp of {header} is too far from now.",
        SchemeVerdict.Mismatch => $"{header} does not match the body and any live secret.",
        _ => null,
    };

    private SignatureProfile Where(Func<SchemeVerdict, bool> holds) =>
        (holds(Stripe) ? SignatureProfile.Stripe : SignatureProfile.None)
        | (holds(Standard) ? SignatureProfile.Standard : SignatureProfile.None)
        | (holds(XWebhookSignature) ? SignatureProfile.XWebhookSignature : SignatureProfile.None);
}
