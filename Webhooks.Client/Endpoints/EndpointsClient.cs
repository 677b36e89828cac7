using Webhooks.Client.Http;

namespace Webhooks.Client;

/// <summary>Manages where a tenant's events are delivered.</summary>
public sealed class EndpointsClient
{
    private const string Path = "v1/webhooks";

    private readonly ApiConnection _api;

    internal EndpointsClient(ApiConnection api) => _api = api;

    /// <summary>The answer has the secret, this once.</summary>
    /// <exception cref="WebhooksApiException">validation-failed: a value is not acceptable, or the URL is refused by a rule.</exception>
    public Task<WebhookEndpoint> CreateAsync(WebhookEndpointSettings settings, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Post, Path, settings, ClientJson.Default.WebhookEndpointSettings, ClientJson.Default.WebhookEndpoint, cancellationToken);

    /// <summary>Oldest first, one page.</summary>
    /// <param name="token">Of the page before; the first page when null.</param>
    public async Task<Page<WebhookEndpoint>> ListPageAsync(int? pageSize = null, string? token = null, CancellationToken cancellationToken = default)
    {
        var path = new QueryText(Path).Add("limit", pageSize).Add("next_token", token).ToString();
        var page = await _api.GetAsync(path, ClientJson.Default.WebhookEndpointList, cancellationToken).ConfigureAwait(false);
        return new Page<WebhookEndpoint>(page.Items, page.NextToken);
    }

    /// <summary>Oldest first, page by page as they are enumerated.</summary>
    /// <param name="pageSize">Endpoints per request to the API, 1 to 100. Default 50.</param>
    public IAsyncEnumerable<WebhookEndpoint> ListAsync(int? pageSize = null, CancellationToken cancellationToken = default) =>
        Pages.ReadAsync(
            (token, stop) => _api.GetAsync(
                new QueryText(Path).Add("limit", pageSize).Add("next_token", token).ToString(), ClientJson.Default.WebhookEndpointList, stop),
            static page => (page.Items, page.NextToken),
            cancellationToken);

    public Task<WebhookEndpoint> GetAsync(string endpointId, CancellationToken cancellationToken = default) =>
        _api.GetAsync(Of(endpointId), ClientJson.Default.WebhookEndpoint, cancellationToken);

    /// <exception cref="WebhooksApiException">validation-failed: a value is not acceptable, or the URL is refused by a rule.</exception>
    public Task<WebhookEndpoint> UpdateAsync(string endpointId, WebhookEndpointSettings changes, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Patch, Of(endpointId), changes.ToPatch(), ClientJson.Default.JsonObject, ClientJson.Default.WebhookEndpoint, cancellationToken);

    /// <summary>Deletes it and cancels what it has not received.</summary>
    public Task DeleteAsync(string endpointId, CancellationToken cancellationToken = default) => _api.DeleteAsync(Of(endpointId), cancellationToken);

    /// <summary>Gives it a new secret; the earlier ones go on signing for a while, so that receivers can follow.</summary>
    /// <param name="overlap">Up to 168 hours. Default 24 hours.</param>
    /// <param name="secret">As <see cref="WebhookEndpointSettings.Secret"/>, of your own choice; one is generated when it is null.</param>
    public Task<RotatedSecret> RotateSecretAsync(
        string endpointId, TimeSpan? overlap = null, string? secret = null, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Post,
            $"{Of(endpointId)}/rotate-secret",
            new SecretRotationRequest(overlap?.TotalHours, secret),
            ClientJson.Default.SecretRotationRequest,
            ClientJson.Default.RotatedSecret,
            cancellationToken);

    /// <summary>Sends a test event to this endpoint only.</summary>
    public Task<TestDelivery> TestAsync(string endpointId, CancellationToken cancellationToken = default) =>
        _api.PostAsync($"{Of(endpointId)}/test", ClientJson.Default.TestDelivery, cancellationToken);

    public Task<WebhookEndpoint> EnableAsync(string endpointId, CancellationToken cancellationToken = default) =>
        _api.PostAsync($"{Of(endpointId)}/enable", ClientJson.Default.WebhookEndpoint, cancellationToken);

    public Task<WebhookEndpoint> DisableAsync(string endpointId, CancellationToken cancellationToken = default) =>
        _api.PostAsync($"{Of(endpointId)}/disable", ClientJson.Default.WebhookEndpoint, cancellationToken);

    public Task<WebhookEndpoint> PauseAsync(string endpointId, CancellationToken cancellationToken = default) =>
        _api.PostAsync($"{Of(endpointId)}/pause", ClientJson.Default.WebhookEndpoint, cancellationToken);

    /// <summary>Sends again whatever of that time it was not given: failed, skipped.</summary>
    /// <param name="since">Of events accepted since.</param>
    /// <exception cref="WebhooksApiException">conflict: it is disabled.</exception>
    public Task<RecoveredDeliveries> RecoverAsync(string endpointId, DateTimeOffset since, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Post,
            $"{Of(endpointId)}/recover",
            new RecoveryRequest(since),
            ClientJson.Default.RecoveryRequest,
            ClientJson.Default.RecoveredDeliveries,
            cancellationToken);

    /// <param name="since">Of deliveries since; the last 24 hours when null, or as much of them as can be counted.</param>
    public Task<EndpointStatistics> StatisticsAsync(string endpointId, DateTimeOffset? since = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync(
            new QueryText($"{Of(endpointId)}/stats").Add("since", since).ToString(), ClientJson.Default.EndpointStatistics, cancellationToken);

    private static string Of(string endpointId) => $"{Path}/{Id.Escape(endpointId)}";
}
