namespace Webhooks.Client;

/// <param name="Session">In the place of an API key; it may do what a key of the tenant may, but make no keys and no links.</param>
/// <param name="ExpiresAt">When it ends; it ends earlier when the key that made the link is revoked.</param>
public sealed record PortalSession(string TenantId, string Session, DateTimeOffset ExpiresAt)
{
    /// <summary>Without the session itself, which is a secret.</summary>
    public override string ToString() => $"{TenantId} until {ExpiresAt:O}";
}

internal sealed record PortalSessionRequest(string Token);
