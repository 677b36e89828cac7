using Webhooks.Client.Http;

namespace Webhooks.Client;

/// <summary>Shows who changed what; takes an administrator's key.</summary>
public sealed class AuditLogClient
{
    private readonly ApiConnection _api;

    internal AuditLogClient(ApiConnection api) => _api = api;

    /// <summary>Newest first, one page.</summary>
    /// <param name="tenantId">Whose things were changed; all when null.</param>
    /// <param name="token">Of the page before; the first page when null.</param>
    public async Task<Page<AuditLogEntry>> ListPageAsync(
        string? tenantId = null, DateTimeOffset? since = null, int? pageSize = null, string? token = null, CancellationToken cancellationToken = default)
    {
        var path = new QueryText("v1/audit-log").Add("tenant", tenantId).Add("since", since).Add("limit", pageSize).Add("next_token", token).ToString();
        var page = await _api.GetAsync(path, ClientJson.Default.AuditLogList, cancellationToken).ConfigureAwait(false);
        return new Page<AuditLogEntry>(page.Items, page.NextToken);
    }

    /// <summary>Newest first, page by page as they are enumerated.</summary>
    /// <param name="tenantId">Whose things were changed; all when null.</param>
    /// <param name="since">Of changes made since.</param>
    /// <param name="pageSize">Entries per request to the API, 1 to 100. Default 50.</param>
    public IAsyncEnumerable<AuditLogEntry> ListAsync(
        string? tenantId = null, DateTimeOffset? since = null, int? pageSize = null, CancellationToken cancellationToken = default) =>
        Pages.ReadAsync(
            (token, stop) => _api.GetAsync(
                new QueryText("v1/audit-log").Add("tenant", tenantId).Add("since", since).Add("limit", pageSize).Add("next_token", token).ToString(),
                ClientJson.Default.AuditLogList,
                stop),
            static page => (page.Items, page.NextToken),
            cancellationToken);
}
