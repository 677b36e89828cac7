using System.Text;
using Webhooks.Core.Tenants;
using Webhooks.Tests.Integration.Api;

namespace Webhooks.Tests.Integration.Door;

/// <summary>What HTTP promises on every route, whatever the route does.</summary>
public sealed partial class HttpConventionTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Head_WhereverGetWorks_HasTheSameHeadersAndNoBody()
    {
        using var tenant = fixture.Api.Client(LocalTenants.ApiKey("acme"));
        var id = await tenant.PostEventAsync();
        string[] urls =
        [
            .. (await Operations.ReadAsync(fixture.Api)).Where(static operation => operation.Method == "GET").Select(static operation => operation.Url),
            $"/v1/events/{id}", "/v1/events/export?format=csv", "/docs/index.html", "/openapi/v1.json", "/problems", "/health", "/alive", "/metrics", "/nothing",
        ];

        foreach (var url in urls)
        {
            var get = await tenant.SendAsync("GET", url);
            var head = await tenant.SendAsync("HEAD", url);

            Assert.True(get.Status == head.Status, $"{url}: {get.Status} and {head.Status}");
            Assert.Equal((get.ContentType, ""), (head.ContentType, head.Body));
            Assert.Equal(Names(get), Names(head));
        }

        (await tenant.SendAsync("PUT", "/v1/events", "{}")).AssertProblem(405, "method-not-allowed");
        Assert.Equal(405, (await tenant.SendAsync("HEAD", "/webhook-cleanup")).Status);
    }

    [Theory]
    [InlineData("..", 400)]
    [InlineData("%2e%2E", 400)]
    [InlineData(".%2e", 400)]
    [InlineData("%2e", 400)]
    [InlineData("a.b", 404)]
    [InlineData("....", 404)]
    public async Task Path_WithASegmentOfDots_IsRefusedAndNotFollowed(string prefix, int status)
    {
        var id = (await fixture.Api.CreateTenantAsync()).Text("tenant_id");
        using var admin = fixture.Api.Admin();
        using var request = new HttpRequestMessage(
            HttpMethod.Delete, new Uri($"{admin.BaseAddress}v1/tenants/{id}/keys/{prefix}?", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));

        using var answer = await admin.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.False((await admin.SendAsync("GET", $"/v1/tenants/{id}")).At("tenant").TryGetProperty("removed_at", out _));
    }

    [Fact]
    public async Task EveryAnswer_SecurityHeaders_AreThere()
    {
        using var tenant = fixture.Api.Client(LocalTenants.ApiKey("acme"));

        foreach (var operation in await Operations.ReadAsync(fixture.Api))
        {
            var answer = await tenant.SendAsync(operation.Method, operation.Url, operation.HasBody ? "{}" : null);
            Assert.Equal(("nosniff", "no-store"), (answer.Header("X-Content-Type-Options"), answer.Header("Cache-Control")));
        }

        foreach (var page in new[] { "/docs/index.html", "/v1/docs/index.html" })
        {
            var answer = await tenant.SendAsync("GET", page);
            Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
            Assert.Contains("default-src 'self'", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("GET", "/nothing", null, 404, "route-not-found")]
    [InlineData("PUT", "/v1/events", "{}", 405, "method-not-allowed")]
    [InlineData("GET", "/v1/events/nonsense", null, 404, "not-found")]
    [InlineData("GET", "/v1/events?limit=x", null, 400, "invalid-request")]
    [InlineData("POST", "/v1/events", "{", 400, "invalid-body")]
    [InlineData("POST", "/v1/webhooks", "{\"url\":1}", 400, "invalid-body")]
    public async Task Problem_WhateverAcceptSays_IsAProblemWithTheCorrelationId(string method, string url, string? body, int status, string slug)
    {
        using var tenant = fixture.Api.Client(LocalTenants.ApiKey("acme"));

        foreach (var accept in new[] { "text/html", "application/xml", "image/png;q=0.1", "*/*" })
        {
            var answer = await tenant.SendAsync(method, url, body, ("Accept", accept), ("X-Correlation-Id", "my-own"));
            answer.AssertProblem(status, slug);
            Assert.Equal(("my-own", "my-own", "nosniff"), (answer.Text("correlation_id"), answer.Header("X-Correlation-Id"), answer.Header("X-Content-Type-Options")));
        }
    }

    [Fact]
    public async Task Problem_OfTheServersOwnLimits_IsOneToRead()
    {
        using var tenant = fixture.Api.Client(LocalTenants.ApiKey("acme"));

        (await tenant.SendAsync("GET", "/v1/events?status=" + new string('x', 9_000))).AssertProblem(414, "target-too-long");
        (await tenant.SendAsync("GET", "/v1/events", json: null, ("X-Large", new string('x', 40_000)))).AssertProblem(431, "headers-too-large");
        (await tenant.SendAsync("GET", "/v1/events", json: null, [.. Enumerable.Range(0, 120).Select(static i => ($"X-{i}", "1"))])).AssertProblem(431, "headers-too-large");
    }

    [Fact]
    public async Task Host_OfAnotherName_IsRefusedInDevelopment()
    {
        using var tenant = fixture.Api.Client(LocalTenants.ApiKey("acme"));

        (await tenant.SendAsync("GET", "/v1/events", json: null, ("Host", "evil.example"))).AssertProblem(400, "invalid-request");
        Assert.Equal(200, (await tenant.SendAsync("GET", "/v1/events", json: null, ("Host", "localhost"))).Status);
    }

    [Theory]
    [InlineData("application/json; charset=\"utf-8\"", true)]
    [InlineData("application/json; charset=UTF-8", true)]
    [InlineData("Application/JSON", true)]
    [InlineData("application/vnd.mine+json", true)]
    [InlineData("application/json; charset=iso-8859-1", false)]
    [InlineData("application/json; charset=\"nonsense\"", false)]
    [InlineData("application/x-www-form-urlencoded; charset=UTF-8", true)]
    [InlineData("application/x-www-form-urlencoded; charset=iso-8859-1", false)]
    [InlineData("application/x-www-form-urlencodedx", false)]
    [InlineData("text/plain", false)]
    public async Task ContentType_ThatMeansJsonInUtf8_IsTaken(string contentType, bool isTaken)
    {
        using var tenant = fixture.Api.Client(LocalTenants.ApiKey("acme"));
        foreach (var (url, body) in new[] { ("/v1/events", "{}"), ("/v1/events/bulk", """{"events":[{}]}"""), ("/v1/event-types", """{"name":"a"}""") })
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);

            var answer = await tenant.SendAsync("POST", url, content);

            Assert.True(isTaken ? answer.Status is 200 or 201 : answer.Status == 415, $"{url}: {answer.Status} {answer.Body}");
        }
    }

    [Fact]
    public async Task OpenApi_WithTheTagThatItHas_IsNotModified()
    {
        using var anyone = fixture.Api.Client(null);

        var first = await anyone.SendAsync("GET", "/openapi/v1.json");
        var again = await anyone.SendAsync("GET", "/openapi/v1.json", json: null, ("If-None-Match", first.Header("ETag")!));

        Assert.Equal((200, 304, ""), (first.Status, again.Status, again.Body));
    }

    private static IEnumerable<string> Names(Answer answer) =>
        answer.Headers.Select(static header => header.Key).Where(static name => name is not ("Transfer-Encoding" or "Date")).Order(StringComparer.Ordinal);
}
