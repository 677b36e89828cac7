using Webhooks.Client.Http;

namespace Webhooks.Client;

/// <summary>Administrators' keys; takes one of them.</summary>
public sealed class AdminKeysClient
{
    private const string Path = "v1/admin/keys";

    private readonly ApiConnection _api;

    internal AdminKeysClient(ApiConnection api) => _api = api;

    /// <summary>Live ones first, one page.</summary>
    /// <param name="token">Of the page before; the first page when null.</param>
    public async Task<Page<ApiKey>> ListPageAsync(int? pageSize = null, string? token = null, CancellationToken cancellationToken = default)
    {
        var path = new QueryText(Path).Add("limit", pageSize).Add("next_token", token).ToString();
        var page = await _api.GetAsync(path, ClientJson.Default.ApiKeyList, cancellationToken).ConfigureAwait(false);
        return new Page<ApiKey>(page.Items, page.NextToken);
    }

    /// <summary>Live ones first, page by page as they are enumerated.</summary>
    /// <param name="pageSize">Keys per request to the API, 1 to 100. Default 50.</param>
    public IAsyncEnumerable<ApiKey> ListAsync(int? pageSize = null, CancellationToken cancellationToken = default) =>
        _api.ListKeysAsync(Path, pageSize, cancellationToken);

    /// <exception cref="WebhooksApiException">not-found: no live key has that prefix; conflict: it is the last live one.</exception>
    public Task RevokeAsync(string prefix, CancellationToken cancellationToken = default) =>
        _api.DeleteAsync($"{Path}/{Id.Escape(prefix)}", cancellationToken);
}
