using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Webhooks.Bench.Stack;

/// <summary>What a run sets up through the API.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;

    public ApiClient(int port, string adminKey)
    {
        Address = new IPEndPoint(IPAddress.Loopback, port);
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}"), Timeout = TimeSpan.FromSeconds(10) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", adminKey);
    }

    public IPEndPoint Address { get; }

    /// <summary>Creates a tenant whose every event goes to <paramref name="targetUrl"/>; returns its API key.</summary>
    public async Task<string> CreateTenantAsync(string id, string targetUrl, CancellationToken cancellationToken)
    {
        var answer = await PostAsync("/v1/tenants", new JsonObject { ["tenant_id"] = id, ["target_url"] = targetUrl }, key: null, cancellationToken);
        return answer["api_key"]!.GetValue<string>();
    }

    /// <summary>Adds an endpoint that gets every event of the key's tenant, as it was posted; returns its id.</summary>
    public async Task<string> AddEndpointAsync(string apiKey, string url, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["url"] = url, ["events"] = new JsonArray("*"), ["payload_format"] = "raw" };
        var answer = await PostAsync("/v1/webhooks", body, apiKey, cancellationToken);
        return answer["id"]!.GetValue<string>();
    }

    /// <summary>The id of the oldest endpoint of the key's tenant, which is its <c>target_url</c>.</summary>
    public async Task<string> FirstEndpointAsync(string apiKey, CancellationToken cancellationToken)
    {
        var endpoints = await SendAsync(HttpMethod.Get, "/v1/webhooks", body: null, apiKey, cancellationToken);
        return endpoints["items"]![0]!["id"]!.GetValue<string>();
    }

    public Task DisableEndpointAsync(string apiKey, string id, CancellationToken cancellationToken) =>
        PostAsync($"/v1/webhooks/{id}/disable", [], apiKey, cancellationToken);

    public Task PauseEndpointAsync(string apiKey, string id, CancellationToken cancellationToken) =>
        PostAsync($"/v1/webhooks/{id}/pause", [], apiKey, cancellationToken);

    /// <summary>Sends it without a body and reads the whole answer; returns its status, 0 for none, and how long that took.</summary>
    /// <param name="apiKey">Null: the administrator's.</param>
    public async Task<(int Status, TimeSpan Time)> MeasureAsync(HttpMethod method, string path, string? apiKey, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (apiKey is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        }

        var start = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            return ((int)answer.StatusCode, Stopwatch.GetElapsedTime(start));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (0, Stopwatch.GetElapsedTime(start));
        }
    }

    /// <summary>Gives an event type of the key's tenant a schema; false when the API refuses it.</summary>
    public async Task<bool> TrySaveSchemaAsync(string apiKey, string eventType, string schema, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/event-types")
        {
            Content = JsonContent.Create(new JsonObject { ["name"] = eventType, ["schema"] = JsonNode.Parse(schema) }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        using var answer = await _http.SendAsync(request, cancellationToken);
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Limits the default endpoint of the key's tenant to so many deliveries per second.</summary>
    public async Task LimitRateAsync(string apiKey, int perSecond, CancellationToken cancellationToken)
    {
        var id = await FirstEndpointAsync(apiKey, cancellationToken);
        await SendAsync(HttpMethod.Patch, $"/v1/webhooks/{id}", new JsonObject { ["rate_limit"] = perSecond }, apiKey, cancellationToken);
    }

    /// <summary>Delivers the oldest dead letters of the key's tenant again; returns how many.</summary>
    public async Task<long> RequeueDeadLettersAsync(string apiKey, CancellationToken cancellationToken)
    {
        // Each is a commit of its own: so many are done well within the time an answer may take.
        const int Messages = 500;
        var answer = await PostAsync("/v1/dlq/requeue", new JsonObject { ["batchSize"] = 100, ["maxMessages"] = Messages }, apiKey, cancellationToken);
        return answer["requeued"]!.GetValue<long>();
    }

    public void Dispose() => _http.Dispose();

    private Task<JsonNode> PostAsync(string path, JsonObject body, string? key, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body, key, cancellationToken);

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, JsonObject? body, string? key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        using var answer = await _http.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(text)!
            : throw new InvalidOperationException($"{method} {path} was answered {(int)answer.StatusCode}: {text}");
    }
}
