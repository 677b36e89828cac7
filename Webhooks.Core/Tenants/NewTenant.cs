using Webhooks.Core.Endpoints;

namespace Webhooks.Core.Tenants;

/// <summary>A tenant to be created, with nothing in it that could be read back as a secret.</summary>
public sealed record NewTenant
{
    public required string TenantId { get; init; }

    /// <summary>Null for a tenant without a <c>target_url</c>.</summary>
    public DefaultEndpoint? Endpoint { get; init; }

    public required StoredKey Key { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <param name="Hash">SHA-256 of the whole key.</param>
/// <param name="Prefix">The part that may be shown.</param>
public sealed record StoredKey(byte[] Hash, string Prefix);

/// <param name="Id">The secret is encrypted for it.</param>
/// <param name="SecretCiphertext">The webhook secret as SecretProtector wrote it.</param>
/// <param name="Signatures">Bit flags of <see cref="Webhooks.Signing.SignatureProfile"/>: those that the secret can make.</param>
public sealed record DefaultEndpoint(
    EndpointId Id, string Url, byte[] SecretCiphertext, int Signatures = (int)Webhooks.Signing.SignatureProfile.All);
