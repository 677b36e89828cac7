using System.Buffers;
using System.Text.Json.Serialization.Metadata;
using Webhooks.Client.Http;

namespace Webhooks.Client;

/// <summary>Sends events and follows them.</summary>
public sealed class EventsClient
{
    private const string Path = "v1/events";

    private readonly ApiConnection _api;

    internal EventsClient(ApiConnection api) => _api = api;

    /// <inheritdoc cref="OutgoingEvent.Create{T}"/>
    public Task<SentEvent> SendAsync<T>(
        string eventType,
        T payload,
        JsonTypeInfo<T> typeInfo,
        string? idempotencyKey = null,
        string? referenceId = null,
        CancellationToken cancellationToken = default) =>
        SendAsync(OutgoingEvent.Create(eventType, payload, typeInfo, idempotencyKey, referenceId), idempotencyKey: null, cancellationToken);

    /// <param name="event">See <see cref="OutgoingEvent"/>.</param>
    /// <param name="idempotencyKey">A raw event can have it here only; a typed one that has another of its own is refused.</param>
    public async Task<SentEvent> SendAsync(OutgoingEvent @event, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(@event);
        using var response = await _api
            .SendAsync(HttpMethod.Post, Path, ApiConnection.JsonBytes(@event.Json), idempotencyKey, cancellationToken).ConfigureAwait(false);
        var sent = await ApiConnection.ReadAsync(response, ClientJson.Default.SentEvent, cancellationToken).ConfigureAwait(false);
        return sent with { Replayed = response.Headers.Contains("Idempotent-Replayed") };
    }

    /// <summary>Sends up to 1,000 events in one request. Each is accepted or rejected by itself.</summary>
    /// <exception cref="WebhooksApiException">None was accepted because the API is busy, or the request as a whole is not valid.</exception>
    public Task<BulkResult> SendBulkAsync(IEnumerable<OutgoingEvent> events, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        var body = new ArrayBufferWriter<byte>();
        body.Write("{\"events\":["u8);
        var separator = ReadOnlySpan<byte>.Empty;
        foreach (var item in events)
        {
            body.Write(separator);
            body.Write(item.Json.Span);
            separator = ","u8;
        }

        body.Write("]}"u8);
        return _api.SendAsync(
            HttpMethod.Post, $"{Path}/bulk", ApiConnection.JsonBytes(body.WrittenMemory), ClientJson.Default.BulkResult, cancellationToken);
    }

    public async Task<WebhookEvent> GetAsync(string eventId, CancellationToken cancellationToken = default) =>
        (await _api.GetAsync(Of(eventId), ClientJson.Default.EventAnswer, cancellationToken).ConfigureAwait(false)).Event;

    /// <summary>Newest first, one page.</summary>
    /// <param name="token">Of the page before; the first page when null.</param>
    public async Task<Page<EventSummary>> ListPageAsync(EventQuery? query = null, string? token = null, CancellationToken cancellationToken = default)
    {
        var page = await _api.GetAsync(List(query ?? new EventQuery(), token), ClientJson.Default.EventList, cancellationToken).ConfigureAwait(false);
        return new Page<EventSummary>(page.Events, page.NextToken);
    }

    /// <summary>Newest first, page by page as they are enumerated.</summary>
    public IAsyncEnumerable<EventSummary> ListAsync(EventQuery? query = null, CancellationToken cancellationToken = default) =>
        Pages.ReadAsync(
            (token, stop) => _api.GetAsync(List(query ?? new EventQuery(), token), ClientJson.Default.EventList, stop),
            static page => (page.Events, page.NextToken),
            cancellationToken);

    /// <summary>Every event that matches, newest first, in one stream of any length. The client's timeout holds for each wait for more of it.</summary>
    /// <exception cref="IOException">The connection broke before the end.</exception>
    public IAsyncEnumerable<EventSummary> ExportAsync(EventQuery? query = null, CancellationToken cancellationToken = default) =>
        _api.ReadLinesAsync(
            Filter(new QueryText($"{Path}/export").Add("format", "ndjson"), query ?? new EventQuery()).ToString(),
            ClientJson.Default.EventSummary,
            cancellationToken);

    /// <summary>
    /// Starts a new cycle for a FAILED event at once; its attempts go on counting. <see cref="WebhookEvent.NotSent"/> says which of its deliveries do not go.
    /// </summary>
    /// <exception cref="WebhooksApiException">not-retryable: it is not FAILED; conflict: an attempt is under way, or the endpoint is disabled or deleted.</exception>
    public async Task<WebhookEvent> RetryAsync(string eventId, CancellationToken cancellationToken = default)
    {
        var retried = await _api.PostAsync($"{Of(eventId)}/retry", ClientJson.Default.RetriedEvent, cancellationToken).ConfigureAwait(false);
        return retried.Event with { NotSent = retried.NotSent ?? [] };
    }

    /// <summary>Sends what was delivered or skipped once more, with the same webhook-id and marked as a repeat.</summary>
    /// <param name="endpointId">To this endpoint only; to every one that had it when null.</param>
    /// <exception cref="WebhooksApiException">conflict: nothing was delivered or skipped, or the endpoints are disabled or deleted.</exception>
    public Task<ResentEvent> ResendAsync(string eventId, string? endpointId = null, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Post,
            $"{Of(eventId)}/resend",
            new ResendRequest(endpointId),
            ClientJson.Default.ResendRequest,
            ClientJson.Default.ResentEvent,
            cancellationToken);

    /// <summary>Cancels what has not been delivered.</summary>
    /// <exception cref="WebhooksApiException">conflict: nothing is left to cancel.</exception>
    public async Task<WebhookEvent> CancelAsync(string eventId, CancellationToken cancellationToken = default) =>
        (await _api.SendAsync(HttpMethod.Delete, Of(eventId), content: null, ClientJson.Default.EventAnswer, cancellationToken).ConfigureAwait(false)).Event;

    private static string Of(string eventId) => $"{Path}/{Id.Escape(eventId)}";

    private static string List(EventQuery query, string? token) => Filter(new QueryText(Path), query)
        .Add("limit", query.PageSize)
        .Add("next_token", token)
        .ToString();

    private static QueryText Filter(QueryText path, EventQuery query) => path
        .Add("status", query.Status)
        .Add("event_type", query.EventType)
        .Add("since", query.Since)
        .Add("until", query.Until);
}
