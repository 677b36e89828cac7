using Webhooks.Core.Endpoints;

namespace Webhooks.Core.Tenants;

/// <summary>A tenant to be created, with nothing in it that could be read back as a secret.</summary>
public sealed record NewTenant
{
    public required string TenantId { get; init; }
    public required string TargetUrl { get; init; }

    /// <summary>The default endpoint's; the secret is encrypted for it.</summary>
    public required EndpointId EndpointId { get; init; }

    public required StoredKey Key { get; init; }

    /// <summary>The webhook secret as SecretProtector wrote it.</summary>
    public required byte[] SecretCiphertext { get; init; }

    /// <summary>Bit flags of <see cref="Webhooks.Signing.SignatureProfile"/>, for the default endpoint.</summary>
    public int Signatures { get; init; } = (int)Webhooks.Signing.SignatureProfile.All;

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <param name="Hash">SHA-256 of the whole key.</param>
/// <param name="Prefix">The part that may be shown.</param>
public sealed record StoredKey(byte[] Hash, string Prefix);
