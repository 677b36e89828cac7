namespace Webhooks.Api.Portal;

/// <param name="ExpiresIn">Seconds that the link, and the session that it opens, are good for: 60 to 86,400. Default 3,600.</param>
public sealed record PortalLinkRequest(int? ExpiresIn);

/// <param name="Url">Opens the tenant's own page, once.</param>
/// <param name="ExpiresAt">When the link ends, and with it the session that it has opened.</param>
public sealed record PortalLink(string Url, DateTimeOffset ExpiresAt);

/// <param name="Token">Of the link.</param>
public sealed record PortalSessionRequest(string? Token);

/// <param name="Session">In the place of an API key; it may do what a key of the tenant may, but make no keys and no links.</param>
/// <param name="ExpiresAt">When it ends; it ends earlier when the key that made the link is revoked.</param>
public sealed record PortalSession(string TenantId, string Session, DateTimeOffset ExpiresAt);
