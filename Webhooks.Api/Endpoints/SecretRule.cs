using Webhooks.Core.Endpoints;
using Webhooks.Core.Security;
using Webhooks.Signing;

namespace Webhooks.Api.Endpoints;

/// <summary>
/// Which secrets go with which signatures: <c>webhook-signature</c> is verified by libraries that take nothing but a <c>whsec_</c> secret, so
/// it is not made with another.
/// </summary>
internal static class SecretRule
{
    /// <summary>What an endpoint with this secret is signed with, where its owner does not say.</summary>
    public static SignatureProfile Signatures(string secret) =>
        WebhookSecret.IsStandard(secret) ? SignatureProfile.All : SignatureProfile.All & ~SignatureProfile.Standard;

    /// <summary>What an endpoint is signed with, where its owner does not say, given the secrets that it has.</summary>
    public static SignatureProfile Signatures(EndpointConfig endpoint, SecretProtector protector, TimeProvider time) =>
        Refuse(SignatureProfile.All, endpoint, protector, time) is null ? SignatureProfile.All : SignatureProfile.All & ~SignatureProfile.Standard;

    /// <summary>What is not acceptable about a secret, as a sentence; null when it is.</summary>
    public static string? Refuse(string secret, SignatureProfile signatures, string member) => WebhookSecret.TryValidate(secret, out var error)
        ? signatures.HasFlag(SignatureProfile.Standard) && !WebhookSecret.IsStandard(secret)
            ? $"'{member}' cannot make the signature 'standard', whose libraries take only {WebhookSecret.Prefix} and the base64 of "
                + $"{WebhookSecret.MinBytes} to {WebhookSecret.MaxBytes} bytes. Give such a secret, or leave 'standard' out of 'signatures'."
            : null
        : $"'{member}' is not acceptable. {error}";

    /// <summary>What is not acceptable about signatures, given the secrets that the endpoint has; null when they are.</summary>
    public static string? Refuse(SignatureProfile signatures, EndpointConfig endpoint, SecretProtector protector, TimeProvider time) =>
        signatures.HasFlag(SignatureProfile.Standard)
        && endpoint.Secrets.Any(secret => !(secret.ExpiresAt <= time.GetUtcNow())
            && !WebhookSecret.IsStandard(protector.Unprotect(secret.Ciphertext.Span, endpoint.Id.ToString())))
            ? $"'signatures' must not name 'standard' while a live secret is no {WebhookSecret.Prefix} one. Rotate it with \"overlap_hours\": 0 first."
            : null;
}
