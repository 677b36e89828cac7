using Webhooks.Client.Http;

namespace Webhooks.Client;

/// <summary>Counts a tenant's events.</summary>
public sealed class StatisticsClient
{
    private readonly ApiConnection _api;

    internal StatisticsClient(ApiConnection api) => _api = api;

    /// <param name="since">Of events accepted since; the last 24 hours when null, or as much of them as can be counted.</param>
    /// <exception cref="WebhooksApiException">invalid-request: there is more since than can be counted.</exception>
    public Task<Statistics> GetAsync(DateTimeOffset? since = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync(new QueryText("v1/stats").Add("since", since).ToString(), ClientJson.Default.Statistics, cancellationToken);
}
