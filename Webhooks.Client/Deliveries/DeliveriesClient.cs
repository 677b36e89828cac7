using Webhooks.Client.Http;

namespace Webhooks.Client;

/// <summary>Shows what became of each event at each endpoint.</summary>
public sealed class DeliveriesClient
{
    private const string Path = "v1/deliveries";

    private readonly ApiConnection _api;

    internal DeliveriesClient(ApiConnection api) => _api = api;

    /// <summary>Newest first, one page.</summary>
    /// <param name="token">Of the page before; the first page when null.</param>
    public async Task<Page<Delivery>> ListPageAsync(DeliveryQuery? query = null, string? token = null, CancellationToken cancellationToken = default)
    {
        var page = await _api.GetAsync(List(query ?? new DeliveryQuery(), token), ClientJson.Default.DeliveryList, cancellationToken).ConfigureAwait(false);
        return new Page<Delivery>(page.Items, page.NextToken);
    }

    /// <summary>Newest first, page by page as they are enumerated.</summary>
    public IAsyncEnumerable<Delivery> ListAsync(DeliveryQuery? query = null, CancellationToken cancellationToken = default) =>
        Pages.ReadAsync(
            (token, stop) => _api.GetAsync(List(query ?? new DeliveryQuery(), token), ClientJson.Default.DeliveryList, stop),
            static page => (page.Items, page.NextToken),
            cancellationToken);

    /// <summary>With its attempts.</summary>
    public Task<Delivery> GetAsync(string deliveryId, CancellationToken cancellationToken = default) =>
        _api.GetAsync(Of(deliveryId), ClientJson.Default.Delivery, cancellationToken);

    /// <summary>Starts a new cycle at once.</summary>
    /// <exception cref="WebhooksApiException">conflict: it is neither failed, retrying, parked nor skipped, an attempt is under way, or its endpoint is disabled or deleted.</exception>
    public Task<Delivery> RetryAsync(string deliveryId, CancellationToken cancellationToken = default) =>
        _api.PostAsync($"{Of(deliveryId)}/retry", ClientJson.Default.Delivery, cancellationToken);

    /// <summary>It will not be attempted again.</summary>
    /// <exception cref="WebhooksApiException">conflict: it has ended.</exception>
    public Task<Delivery> CancelAsync(string deliveryId, CancellationToken cancellationToken = default) =>
        _api.SendAsync(HttpMethod.Delete, Of(deliveryId), content: null, ClientJson.Default.Delivery, cancellationToken);

    /// <summary>Removes those that have ended, with their attempts and dead letters, and cancels the others.</summary>
    /// <exception cref="WebhooksApiException">invalid-request: the removal says nothing about which are meant.</exception>
    public Task<RemovedDeliveries> RemoveAsync(DeliveryRemoval removal, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(removal);
        var path = new QueryText(Path)
            .Add("status", removal.Status)
            .Add("older_than_days", removal.OlderThanDays)
            .Add("reference_id", removal.ReferenceId)
            .Add("endpoint_id", removal.EndpointId)
            .Add("event_id", removal.EventId)
            .Add("since", removal.Since)
            .ToString();
        return _api.SendAsync(HttpMethod.Delete, path, content: null, ClientJson.Default.RemovedDeliveries, cancellationToken);
    }

    private static string Of(string deliveryId) => $"{Path}/{Id.Escape(deliveryId)}";

    private static string List(DeliveryQuery query, string? token) => new QueryText(Path)
        .Add("status", query.Status)
        .Add("endpoint_id", query.EndpointId)
        .Add("event_id", query.EventId)
        .Add("reference_id", query.ReferenceId)
        .Add("since", query.Since)
        .Add("limit", query.PageSize)
        .Add("next_token", token)
        .ToString();
}
