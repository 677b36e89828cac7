namespace Webhooks.Tests.Integration.Api;

/// <summary>A tenant may do without a target URL, and then only the endpoints that it creates get its events.</summary>
public sealed class TargetUrlTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("""{"tenant_id":"no-url-1"}""")]
    [InlineData("""{"tenant_id":"no-url-2","target_url":null,"webhook_secret":null}""")]
    public async Task Create_WithoutUrl_SendsNothingUntilThereIsAnEndpoint(string body)
    {
        using var admin = fixture.Api.Admin();
        var created = await admin.SendAsync("POST", "/v1/tenants", body);

        Assert.Equal(201, created.Status);
        Assert.Equal("null null", $"{created.At("target_url").GetRawText()} {created.At("webhook_secret").GetRawText()}");
        using var tenant = fixture.Api.Client(created.Text("api_key"));
        Assert.Equal(0, (await tenant.SendAsync("GET", "/v1/webhooks")).At("items").GetArrayLength());
        var nowhere = await tenant.PostEventAsync();
        Assert.Equal(0, (await tenant.SendAsync("GET", $"/v1/events/{nowhere}")).At("event.deliveries").GetArrayLength());
        Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/a","events":["user.*"]}""")).Status);
        var somewhere = await tenant.PostEventAsync();
        Assert.Equal(1, (await tenant.SendAsync("GET", $"/v1/events/{somewhere}")).At("event.deliveries").GetArrayLength());
    }

    [Fact]
    public async Task Create_SecretWithoutUrl_IsRefused()
    {
        using var admin = fixture.Api.Admin();

        var answer = await admin.SendAsync("POST", "/v1/tenants", """{"tenant_id":"no-url-3","webhook_secret":"0123456789abcdef"}""");

        Assert.Contains("'webhook_secret'", answer.AssertProblem(422, "validation-failed"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_UrlToNull_RemovesTheEndpointAndCancelsWhatItHasNotReceived()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var waiting = await tenant.PostEventAsync();

        var changed = await tenant.SendAsync("PATCH", "/v1/tenants/current", """{"target_url":null}""");

        Assert.Equal(200, changed.Status);
        Assert.Equal("null", changed.At("target_url").GetRawText());
        Assert.Equal("null", (await tenant.SendAsync("GET", "/v1/tenants/current")).At("tenant.target_url").GetRawText());
        Assert.Equal(0, (await tenant.SendAsync("GET", "/v1/webhooks")).At("items").GetArrayLength());
        Assert.Equal("CANCELLED", (await tenant.SendAsync("GET", $"/v1/events/{waiting}")).Text("event.status"));
        Assert.Equal(200, (await tenant.SendAsync("PATCH", "/v1/tenants/current", """{"target_url":null}""")).Status);
    }

    [Fact]
    public async Task Change_UrlBack_ShowsANewSecretOnce()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        await tenant.SendAsync("PATCH", "/v1/tenants/current", """{"target_url":null}""");

        var changed = await tenant.SendAsync("PATCH", "/v1/tenants/current", """{"target_url":"https://example.com/back"}""");

        Assert.StartsWith("whsec_", changed.Text("webhook_secret"), StringComparison.Ordinal);
        Assert.Equal("https://example.com/back", (await tenant.SendAsync("GET", "/v1/tenants/current")).Text("tenant.target_url"));
        var id = await tenant.PostEventAsync();
        Assert.Equal("https://example.com/back", (await tenant.SendAsync("GET", $"/v1/events/{id}")).Text("event.target_url"));
    }

    [Fact]
    public async Task Change_SecretToNull_GeneratesOne()
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var changed = await tenant.SendAsync("PATCH", "/v1/tenants/current", """{"webhook_secret":null}""");

        Assert.StartsWith("whsec_", changed.Text("webhook_secret"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_OfTenants_PagesOverAllOnce()
    {
        using var admin = fixture.Api.Admin();
        await fixture.Api.CreateTenantAsync("listed-1");
        var (shown, token) = (new List<string>(), "");
        do
        {
            var page = await admin.SendAsync("GET", $"/v1/tenants?limit=2{token}");
            shown.AddRange(page.At("items").EnumerateArray().Select(tenant => tenant.GetProperty("tenant_id").GetString()!));
            token = page.Text("next_token") is { } next ? $"&next_token={next}" : null;
        }
        while (token is not null);

        Assert.Equal(shown.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), shown);
        Assert.Superset(new HashSet<string>(["acme", "globex", "listed-1", "test-tenant"], StringComparer.Ordinal), shown.ToHashSet(StringComparer.Ordinal));
    }
}
