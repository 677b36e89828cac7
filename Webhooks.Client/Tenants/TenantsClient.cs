using Webhooks.Client.Http;

namespace Webhooks.Client;

/// <summary>Creates tenants, with an administrator's key, and shows them.</summary>
public sealed class TenantsClient
{
    private const string Path = "v1/tenants";
    private const string Current = "current";

    private readonly ApiConnection _api;

    internal TenantsClient(ApiConnection api) => _api = api;

    /// <param name="tenantId">3 to 50 of a–z, 0–9 and hyphen, neither first nor last a hyphen.</param>
    /// <param name="targetUrl">Where every event of the tenant goes; nowhere but to its endpoints when it is null.</param>
    /// <param name="webhookSecret">Signs its webhooks; one is generated when it is null.</param>
    /// <exception cref="WebhooksApiException">conflict: it exists; validation-failed: an id or URL is not acceptable.</exception>
    public Task<CreatedTenant> CreateAsync(
        string tenantId, string? targetUrl, string? webhookSecret = null, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Post,
            Path,
            new TenantRequest(tenantId, targetUrl, webhookSecret),
            ClientJson.Default.TenantRequest,
            ClientJson.Default.CreatedTenant,
            cancellationToken);

    /// <param name="tenantId">The key's own tenant when null.</param>
    public async Task<Tenant> GetAsync(string? tenantId = null, CancellationToken cancellationToken = default) =>
        (await _api.GetAsync($"{Path}/{Id.Escape(tenantId ?? Current)}", ClientJson.Default.TenantAnswer, cancellationToken).ConfigureAwait(false)).Tenant;
}
