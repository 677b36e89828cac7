using Webhooks.Core.Tenants;

namespace Webhooks.Tests.Integration.Api;

public sealed partial class WebhookEndpointTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Create_WithEveryValue_KeepsThemAndShowsTheSecretOnce()
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var created = await tenant.SendAsync("POST", "/v1/webhooks", """
            {"url":"https://example.com/hooks","events":["user.created","order.*"],"max_retries":3,"timeout":2.5,"rate_limit":50,
             "headers":{"X-Team":"blue","Authorization":"Bearer t"},"payload_format":"raw","signatures":["stripe","x-webhook-signature"],
             "retry_policy":"patient","description":"billing"}
            """);

        Assert.Equal(201, created.Status);
        Assert.Matches("^whe_[0-9a-f]{32}$", created.Text("id"));
        Assert.StartsWith("whsec_", created.Text("secret"), StringComparison.Ordinal);
        var read = await tenant.SendAsync("GET", created.Header("Location")!);
        Assert.Equal(200, read.Status);
        Assert.DoesNotContain("secret", read.Body, StringComparison.Ordinal);
        Assert.Equal("https://example.com/hooks", read.Text("url"));
        Assert.Equal("""["user.created","order.*"]""", read.At("events").GetRawText());
        Assert.Equal("""["stripe","x-webhook-signature"]""", read.At("signatures").GetRawText());
        Assert.Equal("""{"X-Team":"***","Authorization":"***"}""", Compact(read.At("headers").GetRawText()));
        Assert.Equal(3, read.At("max_retries").GetInt32());
        Assert.Equal(2.5, read.At("timeout").GetDouble());
        Assert.Equal(50, read.At("rate_limit").GetInt32());
        Assert.Equal(("raw", "patient", "billing", "active"), (read.Text("payload_format"), read.Text("retry_policy"), read.Text("description"), read.Text("state")));
    }

    [Fact]
    public async Task Create_WithUrlOnly_TakesEveryEventInAnEnvelope()
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var created = await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/"}""");

        Assert.Equal("""["*"]""", created.At("events").GetRawText());
        Assert.Equal("envelope", created.Text("payload_format"));
        Assert.Equal(3, created.At("signatures").GetArrayLength());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"url":"http://10.1.2.3/"}""")]
    [InlineData("""{"url":"https://example.com/","events":[]}""")]
    [InlineData("""{"url":"https://example.com/","events":["a*b"]}""")]
    [InlineData("""{"url":"https://example.com/","events":[null]}""")]
    [InlineData("""{"url":"https://example.com/","max_retries":50}""")]
    [InlineData("""{"url":"https://example.com/","max_retries":-1}""")]
    [InlineData("""{"url":"https://example.com/","timeout":31}""")]
    [InlineData("""{"url":"https://example.com/","timeout":0}""")]
    [InlineData("""{"url":"https://example.com/","rate_limit":0}""")]
    [InlineData("""{"url":"https://example.com/","payload_format":"xml"}""")]
    [InlineData("""{"url":"https://example.com/","signatures":[]}""")]
    [InlineData("""{"url":"https://example.com/","signatures":["md5"]}""")]
    [InlineData("""{"url":"https://example.com/","signatures":[null]}""")]
    [InlineData("""{"url":"https://example.com/","retry_policy":"None Such"}""")]
    [InlineData("""{"url":"https://example.com/","secret":"short"}""")]
    [InlineData("""{"url":"https://example.com/","headers":{"Host":"x"}}""")]
    [InlineData("""{"url":"https://example.com/","headers":{"X-A":"a\r\nX-B: b"}}""")]
    [InlineData("""{"url":"https://example.com/","headers":{"X A":"a"}}""")]
    [InlineData("""{"url":"https://example.com/","headers":{"X-A":null}}""")]
    [InlineData("""{"url":"https://example.com/","headers":{"X-A":"1","x-a":"2"}}""")]
    [InlineData("""{"url":"https://example.com/","description":"a\u0000b"}""")]
    public async Task Create_BadValue_IsRefused(string body)
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        (await tenant.SendAsync("POST", "/v1/webhooks", body)).AssertProblem(422, "validation-failed");

        Assert.Equal(1, (await tenant.SendAsync("GET", "/v1/webhooks")).At("items").GetArrayLength());
    }

    [Fact]
    public async Task Post_EventThatSomeSubscribedTo_GoesToThose()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var orders = (await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/o","events":["order.*"]}""")).Text("id");
        await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/u","events":["user.created"]}""");

        var id = await tenant.PostEventAsync("""{"event":"order.paid"}""");

        var deliveries = (await tenant.SendAsync("GET", $"/v1/events/{id}")).At("event.deliveries").EnumerateArray().ToList();
        Assert.Equal(2, deliveries.Count);
        Assert.Contains(deliveries, delivery => delivery.GetProperty("endpoint_id").GetString() == orders);
    }

    [Fact]
    public async Task Test_ActiveEndpoint_GetsAnEventOfItsOwn()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var endpoint = (await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/","events":["order.*"]}""")).Text("id");

        var sent = await tenant.SendAsync("POST", $"/v1/webhooks/{endpoint}/test");

        Assert.Equal(201, sent.Status);
        var delivery = await tenant.SendAsync("GET", $"/v1/deliveries/{sent.Text("delivery_id")}");
        Assert.Equal((endpoint, "webhook.test"), (delivery.Text("endpoint_id"), delivery.Text("event_type")));
        Assert.Equal(1, (await tenant.SendAsync("GET", $"/v1/events/{sent.Text("event_id")}")).At("event.deliveries").GetArrayLength());
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PATCH", "")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/rotate-secret")]
    [InlineData("POST", "/enable")]
    [InlineData("POST", "/disable")]
    [InlineData("POST", "/test")]
    [InlineData("GET", "/stats")]
    public async Task AnyOfThese_EndpointOfAnotherTenant_IsNotFound(string method, string suffix)
    {
        using var owner = await fixture.Api.NewTenantAsync();
        using var other = fixture.Api.Client(LocalTenants.ApiKey("globex"));
        var id = (await owner.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/"}""")).Text("id");

        foreach (var asked in new[] { id, "whe_00000000000000000000000000000000", "nonsense" })
        {
            var answer = await other.SendAsync(method, $"/v1/webhooks/{asked}{suffix}", method == "PATCH" ? """{"rate_limit":1}""" : null);
            answer.AssertProblem(404, "not-found");
        }

        Assert.Equal("active", (await owner.SendAsync("GET", $"/v1/webhooks/{id}")).Text("state"));
    }

    private static string Compact(string json) => json.Replace(" ", "", StringComparison.Ordinal).Replace("Bearert", "Bearer t", StringComparison.Ordinal);
}
