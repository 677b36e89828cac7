using Webhooks.Client.Http;

namespace Webhooks.Client;

/// <summary>Creates and removes tenants, with an administrator's key, shows them and manages their keys.</summary>
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
        (await _api.GetAsync(Of(tenantId), ClientJson.Default.TenantAnswer, cancellationToken).ConfigureAwait(false)).Tenant;

    /// <summary>All of them, with an administrator's key, one page.</summary>
    /// <param name="token">Of the page before; the first page when null.</param>
    public async Task<Page<Tenant>> ListPageAsync(int? pageSize = null, string? token = null, CancellationToken cancellationToken = default)
    {
        var path = new QueryText(Path).Add("limit", pageSize).Add("next_token", token).ToString();
        var page = await _api.GetAsync(path, ClientJson.Default.TenantList, cancellationToken).ConfigureAwait(false);
        return new Page<Tenant>(page.Items, page.NextToken);
    }

    /// <summary>All of them, with an administrator's key, page by page as they are enumerated.</summary>
    /// <param name="pageSize">Tenants per request to the API, 1 to 100. Default 50.</param>
    public IAsyncEnumerable<Tenant> ListAsync(int? pageSize = null, CancellationToken cancellationToken = default) =>
        Pages.ReadAsync(
            (token, stop) => _api.GetAsync(
                new QueryText(Path).Add("limit", pageSize).Add("next_token", token).ToString(), ClientJson.Default.TenantList, stop),
            static page => (page.Items, page.NextToken),
            cancellationToken);

    /// <summary>Ends its keys at once, cancels what is under way, and removes all it has, in the background. Takes an administrator's key.</summary>
    /// <exception cref="WebhooksApiException">not-found: there is no such tenant.</exception>
    public Task<RemovedTenant> DeleteAsync(string tenantId, CancellationToken cancellationToken = default) =>
        _api.SendAsync(HttpMethod.Delete, $"{Path}/{Id.Escape(tenantId)}", content: null, ClientJson.Default.RemovedTenant, cancellationToken);

    /// <param name="tenantId">The key's own tenant when null.</param>
    /// <exception cref="WebhooksApiException">conflict: it has as many live keys as it may.</exception>
    public Task<CreatedApiKey> CreateKeyAsync(string? tenantId = null, CancellationToken cancellationToken = default) =>
        _api.PostAsync($"{Of(tenantId)}/keys", ClientJson.Default.CreatedApiKey, cancellationToken);

    /// <summary>Live ones first, one page.</summary>
    /// <param name="tenantId">The key's own tenant when null.</param>
    /// <param name="token">Of the page before; the first page when null.</param>
    public async Task<Page<ApiKey>> ListKeysPageAsync(
        string? tenantId = null, int? pageSize = null, string? token = null, CancellationToken cancellationToken = default)
    {
        var path = new QueryText($"{Of(tenantId)}/keys").Add("limit", pageSize).Add("next_token", token).ToString();
        var page = await _api.GetAsync(path, ClientJson.Default.ApiKeyList, cancellationToken).ConfigureAwait(false);
        return new Page<ApiKey>(page.Items, page.NextToken);
    }

    /// <summary>Live ones first, page by page as they are enumerated.</summary>
    /// <param name="tenantId">The key's own tenant when null.</param>
    /// <param name="pageSize">Keys per request to the API, 1 to 100. Default 50.</param>
    public IAsyncEnumerable<ApiKey> ListKeysAsync(string? tenantId = null, int? pageSize = null, CancellationToken cancellationToken = default) =>
        _api.ListKeysAsync($"{Of(tenantId)}/keys", pageSize, cancellationToken);

    /// <param name="tenantId">The key's own tenant when null.</param>
    /// <exception cref="WebhooksApiException">not-found: the tenant has no live key of that prefix.</exception>
    public Task RevokeKeyAsync(string prefix, string? tenantId = null, CancellationToken cancellationToken = default) =>
        _api.DeleteAsync($"{Of(tenantId)}/keys/{Id.Escape(prefix)}", cancellationToken);

    private static string Of(string? tenantId) => $"{Path}/{Id.Escape(tenantId ?? Current)}";
}
