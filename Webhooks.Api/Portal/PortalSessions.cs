using Webhooks.Core.Tenants;

namespace Webhooks.Api.Portal;

/// <summary>Finds out whom a session of a portal speaks for: its tenant, as long as the key that it comes from is live and the tenant exists.</summary>
public sealed class PortalSessions(PortalTokens tokens, ConfigDirectory directory)
{
    public static bool IsSession(ReadOnlySpan<char> key) => key.StartsWith(PortalTokens.Session, StringComparison.Ordinal);

    public ApiPrincipal? Find(ReadOnlySpan<char> session) => tokens.Read(PortalTokens.Session, session) is { } token ? PrincipalOf(token) : null;

    /// <summary>Null when the token has outlived its key or its tenant.</summary>
    public ApiPrincipal? PrincipalOf(PortalToken token) =>
        directory.FindTenant(token.TenantId) is { } tenant && tenant.Since == token.TenantSince
        && directory.FindKey(token.KeyId) is { } key && (key.IsAdmin || key.TenantId == token.TenantId)
            ? new ApiPrincipal(token.TenantId, key.KeyId, key.KeyPrefix) { IsSession = true }
            : null;
}
