using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Webhooks.Tests.Integration.Api;

/// <summary>What came back, as it was on the wire.</summary>
public sealed record Answer(int Status, string? ContentType, string Body, HttpResponseHeaders Headers, long? ContentLength = null)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>A text member of the answer, by a path such as <c>event.status</c>.</summary>
    public string? Text(string path) => At(path).GetString();

    public JsonElement At(string path) => path.Split('.').Aggregate(Json, Member);

    private JsonElement Member(JsonElement element, string name)
    {
        Assert.True(element.TryGetProperty(name, out var member), $"There is no '{name}' in: {Body}");
        return member;
    }

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    /// <summary>Checks that this is a problem of RFC 9457 with this status and type; returns its detail.</summary>
    public string AssertProblem(int status, string slug)
    {
        Assert.True(Status == status, $"Expected {status}, got {Status}: {Body}");
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal($"/problems/{slug}", Text("type"));
        Assert.Equal(status, At("status").GetInt32());
        Assert.False(string.IsNullOrWhiteSpace(Text("title")));
        Assert.False(string.IsNullOrWhiteSpace(Header("X-Correlation-Id")));
        var detail = Text("detail");
        Assert.False(string.IsNullOrWhiteSpace(detail));
        return detail!;
    }
}

public static class AnswerExtensions
{
    public static Task<Answer> SendAsync(this HttpClient client, string method, string url, string? json = null, params (string Name, string Value)[] headers) =>
        SendAsync(client, method, url, json is null ? null : Content(Encoding.UTF8.GetBytes(json), "application/json"), headers);

    public static async Task<Answer> SendAsync(
        this HttpClient client, string method, string url, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), url) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request);
        return new Answer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(),
            response.Headers,
            response.Content.Headers.ContentLength);
    }

    public static ByteArrayContent Content(byte[] body, string? mediaType)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = mediaType is null ? null : new MediaTypeHeaderValue(mediaType);
        return content;
    }

    /// <summary>Posts an event and returns its id.</summary>
    public static async Task<string> PostEventAsync(this HttpClient client, string json = """{"event":"user.created"}""")
    {
        var posted = await client.SendAsync("POST", "/v1/events", json);
        Assert.True(posted.Status == 201, posted.Body);
        return posted.Text("event_id")!;
    }
}
