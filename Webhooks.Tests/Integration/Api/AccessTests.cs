using Webhooks.Core.Tenants;

namespace Webhooks.Tests.Integration.Api;

public sealed class AccessTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("POST", "/v1/events")]
    [InlineData("GET", "/v1/events")]
    [InlineData("GET", "/v1/events/evt_0")]
    [InlineData("GET", "/api/v1/events")]
    [InlineData("POST", "/v1/tenants")]
    [InlineData("GET", "/v1/tenants/acme")]
    public async Task AnyRoute_WithoutKey_IsUnauthorized(string method, string url)
    {
        using var client = fixture.Api.Client(null);

        var answer = await client.SendAsync(method, url, method == "POST" ? "{}" : null);

        Assert.Contains("Authorization: Bearer", answer.AssertProblem(401, "missing-api-key"), StringComparison.Ordinal);
        Assert.StartsWith("Bearer", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("tenant_acme_keY")]
    [InlineData("tenant_acme_key2")]
    public async Task AnyRoute_WithAnUnknownKey_IsUnauthorized(string key)
    {
        using var client = fixture.Api.Client(key);

        var answer = await client.SendAsync("POST", "/v1/events", "{}");

        answer.AssertProblem(401, "wrong-api-key");
        Assert.StartsWith("Bearer", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Bearer")]
    [InlineData("tenant_acme_key")]
    public async Task AnyRoute_WithAnotherScheme_IsUnauthorized(string authorization)
    {
        using var client = fixture.Api.Client(null);

        var answer = await client.SendAsync("GET", "/v1/events", (string?)null, ("Authorization", authorization));

        Assert.Equal(401, answer.Status);
    }

    [Fact]
    public async Task AnyRoute_WithAKeyOfThirtyKilobytes_IsUnauthorized()
    {
        using var client = fixture.Api.Client(new string('k', 20_000));

        Assert.Equal(401, (await client.SendAsync("GET", "/v1/events")).Status);
    }

    [Theory]
    [InlineData("bearer")]
    [InlineData("BEARER")]
    public async Task AnyRoute_SchemeInAnyCase_IsAccepted(string scheme)
    {
        using var client = fixture.Api.Client(null);

        var answer = await client.SendAsync("GET", "/v1/events", (string?)null, ("Authorization", $"{scheme} {LocalTenants.ApiKey("acme")}"));

        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task TenantRoute_WithTheAdminKey_IsForbidden()
    {
        using var admin = fixture.Api.Admin();

        (await admin.SendAsync("POST", "/v1/events", "{}")).AssertProblem(403, "forbidden");
        (await admin.SendAsync("GET", "/v1/tenants/current")).AssertProblem(403, "forbidden");
    }

    [Theory]
    [InlineData("", 403, "Name the tenant with '?tenant=<id>'")]
    [InlineData("?tenant=acme&tenant=globex", 400, "'tenant' is given 2 times. Give it once.")]
    [InlineData("?tenant=", 400, "'tenant' is empty.")]
    [InlineData("?tenant=nope", 404, "There is no tenant of that id.")]
    public async Task TenantRoute_WithTheAdminKeyAndNoOneTenant_SaysWhatIsWrong(string query, int status, string sentence)
    {
        using var admin = fixture.Api.Admin();

        foreach (var url in new[] { "/v1/events", "/v1/stats", "/webhook-statuses" })
        {
            var slug = status switch { 400 => "invalid-request", 403 => "forbidden", _ => "not-found" };
            Assert.Contains(sentence, (await admin.SendAsync("GET", url + query)).AssertProblem(status, slug), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task UnknownRoute_IsAProblem()
    {
        using var client = fixture.Api.Client(null);

        (await client.SendAsync("GET", "/v1/nothing")).AssertProblem(404, "route-not-found");
        (await client.SendAsync("GET", "/")).AssertProblem(404, "route-not-found");
    }

    [Fact]
    public async Task KnownRoute_WithAnotherMethod_NamesTheOnesItTakes()
    {
        using var client = fixture.Api.Client(LocalTenants.ApiKey("acme"));

        var detail = (await client.SendAsync("PUT", "/v1/events", "{}")).AssertProblem(405, "method-not-allowed");

        Assert.Contains("GET", detail, StringComparison.Ordinal);
        Assert.Contains("POST", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyRoute_CorrelationIdOfTheCaller_ComesBackAndIsKept()
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var posted = await tenant.SendAsync("POST", "/v1/events", "{}", ("X-Correlation-Id", "order-17"));

        Assert.Equal("order-17", posted.Header("X-Correlation-Id"));
        var read = await tenant.SendAsync("GET", posted.Header("Location")!);
        Assert.Equal("order-17", read.Text("event.correlation_id"));
        Assert.NotEqual("order-17", read.Header("X-Correlation-Id"), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
    public async Task PostEvent_NoCorrelationId_TheTraceIsKeptAsIt(string? traceParent)
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var posted = await tenant.SendAsync("POST", "/v1/events", "{}", traceParent is null ? [] : [("traceparent", traceParent)]);

        var trace = traceParent?.Split('-')[1] ?? posted.Header("X-Correlation-Id");
        Assert.Equal(trace, posted.Header("X-Correlation-Id"));
        Assert.Equal(32, trace!.Length);
        Assert.Equal(trace, (await tenant.SendAsync("GET", posted.Header("Location")!)).Text("event.correlation_id"));
        var delivery = await tenant.SendAsync("GET", $"/v1/deliveries/dlv_{posted.Text("event_id")![4..]}0000");
        Assert.Equal(trace, delivery.Text("correlation_id"));
    }
}
