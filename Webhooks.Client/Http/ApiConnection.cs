using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Webhooks.Client.Http;

/// <summary>Sends requests of one key and reads the answers.</summary>
/// <param name="tenantId">Whose resources an administrator's key reads.</param>
internal sealed class ApiConnection(HttpClient http, string? apiKey, string? tenantId = null)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> answer, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, content: null, answer, cancellationToken);

    public Task<T> PostAsync<T>(string path, JsonTypeInfo<T> answer, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, content: null, answer, cancellationToken);

    public Task<T> SendAsync<TBody, T>(
        HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> form, JsonTypeInfo<T> answer, CancellationToken cancellationToken) =>
        SendAsync(method, path, JsonContent.Create(body, form), answer, cancellationToken);

    public async Task<T> SendAsync<T>(
        HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(method, path, content, idempotencyKey: null, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, answer, cancellationToken).ConfigureAwait(false);
    }

    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Delete, path, content: null, idempotencyKey: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An answer of JSON lines, each read when it is asked for. HttpClient's timeout ends with the headers, so every wait here has it anew.</summary>
    public async IAsyncEnumerable<T> ReadLinesAsync<T>(string path, JsonTypeInfo<T> line, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        idle.CancelAfter(http.Timeout);
        using var response = await SendAsync(HttpMethod.Get, path, content: null, idempotencyKey: null, idle.Token, HttpCompletionOption.ResponseHeadersRead)
            .ConfigureAwait(false);
        using var stream = await response.Content.ReadAsStreamAsync(idle.Token).ConfigureAwait(false);
        await foreach (var item in JsonSerializer.DeserializeAsyncEnumerable(stream, line, topLevelValues: true, idle.Token).ConfigureAwait(false))
        {
            idle.CancelAfter(Timeout.InfiniteTimeSpan);
            yield return item ?? throw new JsonException("A line of the answer is null.");
            idle.CancelAfter(http.Timeout);
        }
    }

    /// <summary>An answer of 2xx, which the caller disposes.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? content,
        string? idempotencyKey,
        CancellationToken cancellationToken,
        HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        using var request = new HttpRequestMessage(method, new Uri(Scoped(method, path), UriKind.Relative)) { Content = content };
        Authorize(request);
        if (idempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        }

        var response = await http.SendAsync(request, completion, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await Problem.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Any answer, also one that is no success, which the caller disposes.</summary>
    public Task<HttpResponseMessage> AskAsync(string path, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        Authorize(request);
        return http.SendAsync(request, cancellationToken);
    }

    private void Authorize(HttpRequestMessage request)
    {
        if (apiKey is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        }
    }

    private string Scoped(HttpMethod method, string path) => tenantId is not null && method == HttpMethod.Get
        ? $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}tenant={Uri.EscapeDataString(tenantId)}"
        : path;

    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> answer, CancellationToken cancellationToken) =>
        await response.Content.ReadFromJsonAsync(answer, cancellationToken).ConfigureAwait(false)
        ?? throw new WebhooksApiException("The API answered with null.") { Status = response.StatusCode };

    public static ReadOnlyMemoryContent JsonBytes(ReadOnlyMemory<byte> body) => new(body) { Headers = { ContentType = Json } };
}
