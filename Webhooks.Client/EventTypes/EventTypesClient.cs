using System.Text.Json;
using Webhooks.Client.Http;

namespace Webhooks.Client;

/// <summary>The catalogue of a tenant's event types. An event whose type has a schema and breaks it is refused.</summary>
public sealed class EventTypesClient
{
    private const string Path = "v1/event-types";

    private readonly ApiConnection _api;

    internal EventTypesClient(ApiConnection api) => _api = api;

    /// <summary>Creates it, or replaces the one of that name.</summary>
    /// <param name="name">1 to 128 characters without white space, control characters, <c>*</c> and <c>/</c>; neither <c>.</c> nor <c>..</c>.</param>
    /// <param name="schema">JSON Schema, draft 2020-12, of the payload; 64 KiB at the most. Without one any payload is taken.</param>
    /// <param name="description">500 characters at the most.</param>
    /// <exception cref="WebhooksApiException">validation-failed: the name or the schema is not acceptable.</exception>
    public Task<WebhookEventType> CreateAsync(
        string name, JsonElement? schema = null, string? description = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return _api.SendAsync(
            HttpMethod.Post,
            Path,
            new EventTypeRequest(name, description, schema),
            ClientJson.Default.EventTypeRequest,
            ClientJson.Default.WebhookEventType,
            cancellationToken);
    }

    /// <summary>Oldest first, one page.</summary>
    /// <param name="token">Of the page before; the first page when null.</param>
    public async Task<Page<WebhookEventType>> ListPageAsync(int? pageSize = null, string? token = null, CancellationToken cancellationToken = default)
    {
        var path = new QueryText(Path).Add("limit", pageSize).Add("next_token", token).ToString();
        var page = await _api.GetAsync(path, ClientJson.Default.EventTypeList, cancellationToken).ConfigureAwait(false);
        return new Page<WebhookEventType>(page.Items, page.NextToken);
    }

    /// <summary>Oldest first, page by page as they are enumerated.</summary>
    /// <param name="pageSize">Event types per request to the API, 1 to 100. Default 50.</param>
    public IAsyncEnumerable<WebhookEventType> ListAsync(int? pageSize = null, CancellationToken cancellationToken = default) =>
        Pages.ReadAsync(
            (token, stop) => _api.GetAsync(
                new QueryText(Path).Add("limit", pageSize).Add("next_token", token).ToString(), ClientJson.Default.EventTypeList, stop),
            static page => (page.Items, page.NextToken),
            cancellationToken);

    public Task<WebhookEventType> GetAsync(string name, CancellationToken cancellationToken = default) =>
        _api.GetAsync(Of(name), ClientJson.Default.WebhookEventType, cancellationToken);

    /// <summary>What an event of the type with this payload would be refused for. Nothing is stored or sent.</summary>
    /// <param name="payload">A JSON object.</param>
    /// <exception cref="WebhooksApiException">invalid-body: it is no JSON object; not-found: there is no such type.</exception>
    public Task<PayloadCheck> ValidateAsync(string name, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default) =>
        _api.SendAsync(HttpMethod.Post, $"{Of(name)}/validate", ApiConnection.JsonBytes(payload), ClientJson.Default.PayloadCheck, cancellationToken);

    /// <summary>Removes it from the catalogue; its events are taken without a check.</summary>
    public Task DeleteAsync(string name, CancellationToken cancellationToken = default) => _api.DeleteAsync(Of(name), cancellationToken);

    private static string Of(string name) => $"{Path}/{Id.Escape(name)}";
}
