using Webhooks.Client.Http;

namespace Webhooks.Client;

/// <summary>Makes links into a tenant's own page, and opens sessions with them.</summary>
public sealed class PortalClient
{
    private readonly ApiConnection _api;

    internal PortalClient(ApiConnection api) => _api = api;

    /// <summary>A link that opens the tenant's own page once, for somebody whom the product has let in.</summary>
    /// <param name="tenantId">The key's own tenant when null.</param>
    /// <param name="expiresIn">How long the link and its session are good for, 1 minute to 24 hours. Default 1 hour.</param>
    /// <exception cref="WebhooksApiException">conflict: the platform does not know where its page is.</exception>
    public Task<PortalLink> CreateLinkAsync(string? tenantId = null, TimeSpan? expiresIn = null, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Post,
            $"v1/tenants/{Id.Escape(tenantId ?? "current")}/portal-links",
            new PortalLinkRequest((int?)expiresIn?.TotalSeconds),
            ClientJson.Default.PortalLinkRequest,
            ClientJson.Default.PortalLink,
            cancellationToken);

    /// <summary>Takes no key. <see cref="WebhooksClient.WithApiKey"/> takes the session in the place of one.</summary>
    /// <exception cref="WebhooksApiException">wrong-portal-token: the link has expired or was used, or its key was revoked.</exception>
    public Task<PortalSession> OpenSessionAsync(string token, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Post,
            "v1/portal-sessions",
            new PortalSessionRequest(token),
            ClientJson.Default.PortalSessionRequest,
            ClientJson.Default.PortalSession,
            cancellationToken);
}
