namespace Webhooks.Client;

/// <param name="Url">Opens the tenant's own page, once.</param>
/// <param name="ExpiresAt">When the link ends, and with it the session that it has opened.</param>
public sealed record PortalLink(string Url, DateTimeOffset ExpiresAt);

internal sealed record PortalLinkRequest(int? ExpiresIn);
