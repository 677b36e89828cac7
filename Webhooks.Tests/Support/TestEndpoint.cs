using System.Net.Http.Headers;
using System.Text.Json;
using Webhooks.Core.Endpoints;
using Webhooks.Signing;

namespace Webhooks.Tests.Support;

/// <summary>A tenant of a <see cref="Stack"/> with its endpoint at the stack's receiver.</summary>
internal sealed class TestEndpoint(Stack stack, HttpClient http)
{
    public required string TenantId { get; init; }

    public required EndpointId Id { get; init; }

    public required string ApiKey { get; init; }

    public required string Path { get; init; }

    public required string Secret { get; init; }

    public IReadOnlyList<Visit> Visits => stack.Receiver.Visits(Path);

    public void Script(params Reply[] replies) => stack.Receiver.Script(Path, replies);

    public Task<IReadOnlyList<Visit>> UntilVisitsAsync(int count) => stack.Receiver.UntilVisitsAsync(Path, count);

    /// <summary>Changes the endpoint's row; every service has heard of it on return.</summary>
    public async Task ChangeAsync(string columns)
    {
        await stack.Database.ExecuteAsync($"UPDATE endpoints SET {columns} WHERE endpoint_id = $1", Id.Value);
        await stack.UntilKnownAsync(this);
    }

    public async Task DeleteAsync()
    {
        await stack.Database.ExecuteAsync("DELETE FROM endpoints WHERE endpoint_id = $1", Id.Value);
        await stack.UntilKnownAsync(this);
    }

    /// <summary>Posts an event that must be accepted.</summary>
    public async Task<Guid> PostAsync(string body = """{"event":"test.happened","n":1}""", params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(HttpMethod.Post, "/v1/events", body, headers);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == 201, answer);
        using var json = JsonDocument.Parse(answer);
        return Guid.ParseExact(json.RootElement.GetProperty("event_id").GetString()!.AsSpan(4), "N");
    }

    /// <summary>Asks for a retry by hand; the status of the answer.</summary>
    public async Task<int> RetryAsync(Guid eventId) => await StatusAsync(HttpMethod.Patch, $"/v1/events/evt_{eventId:N}", """{"status":"PENDING"}""");

    public async Task<int> CancelAsync(Guid eventId) => await StatusAsync(HttpMethod.Delete, $"/v1/events/evt_{eventId:N}", body: null);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(stack.Api, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ApiKey);
        request.Content = body is null ? null : new StringContent(body, new MediaTypeHeaderValue("application/json"));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request);
    }

    public VerificationResult Verify(Visit visit, string? secret = null) =>
        WebhookVerifier.Verify(visit.Headers, visit.Body, [secret ?? Secret]);

    public async Task<int> StatusAsync(HttpMethod method, string path, string? body)
    {
        using var response = await SendAsync(method, path, body);
        return (int)response.StatusCode;
    }
}
