using Webhooks.Core.Tenants;

namespace Webhooks.Tests.Integration.Api;

public sealed class TenantTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Create_NewTenant_AnswersWithKeyAndSecretThatWork()
    {
        var created = await fixture.Api.CreateTenantAsync("shop-1");

        Assert.Equal("shop-1", created.Text("tenant_id"));
        Assert.StartsWith("whk_", created.Text("api_key"), StringComparison.Ordinal);
        Assert.StartsWith("whsec_", created.Text("webhook_secret"), StringComparison.Ordinal);
        Assert.Equal("/v1/tenants/shop-1", created.Header("Location"));
        using var tenant = fixture.Api.Client(created.Text("api_key"));
        await tenant.PostEventAsync();
        var read = await tenant.SendAsync("GET", "/v1/tenants/current");
        Assert.Equal("shop-1", read.Text("tenant.tenant_id"));
        Assert.Equal("http://localhost:9001/shop-1", read.Text("tenant.target_url"));
        Assert.DoesNotContain("whsec_", read.Body, StringComparison.Ordinal);
        Assert.Equal(read.Body, (await tenant.SendAsync("GET", "/v1/tenants/shop-1")).Body);
    }

    [Fact]
    public async Task Create_TheSameTenTimesAtOnce_OneWins()
    {
        using var admin = fixture.Api.Admin();
        const string Body = """{"tenant_id":"race-1","target_url":"https://example.com/"}""";

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => admin.SendAsync("POST", "/v1/tenants", Body)));

        Assert.Equal(1, answers.Count(answer => answer.Status == 201));
        Assert.Equal(9, answers.Count(answer => answer.Status == 409));
    }

    [Theory]
    [InlineData("POST", "/v1/tenants", "tenant_id")]
    [InlineData("PATCH", "/v1/tenants/acme", "target_url")]
    public async Task Body_AboveAMegabyte_IsTooLarge(string method, string path, string member)
    {
        using var admin = fixture.Api.Admin();

        (await admin.SendAsync(method, path, $$"""{"{{member}}":"{{new string('x', 2 << 20)}}"}""")).AssertProblem(413, "body-too-large");
    }

    [Fact]
    public async Task Change_UnknownMember_NamesThoseThatThereAre()
    {
        using var admin = fixture.Api.Admin();

        var detail = (await admin.SendAsync("PATCH", "/v1/tenants/acme", """{"url":"https://example.com/"}""")).AssertProblem(400, "invalid-body");

        Assert.Equal("'url' is no member of this body. It may have target_url, webhook_secret.", detail);
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("-abc")]
    [InlineData("abc-")]
    [InlineData("Abc")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a\\u0000b")]
    [InlineData("current")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Create_BadId_IsRefused(string id)
    {
        using var admin = fixture.Api.Admin();

        var answer = await admin.SendAsync("POST", "/v1/tenants", $$"""{"tenant_id":"{{id}}","target_url":"https://example.com/"}""");

        answer.AssertProblem(422, "validation-failed");
    }

    [Theory]
    [InlineData("\"http://10.0.0.1/\"")]
    [InlineData("\"http://169.254.169.254/latest/meta-data\"")]
    [InlineData("\"ftp://example.com/\"")]
    [InlineData("\"https://user:pass@example.com/\"")]
    [InlineData("\"example.com\"")]
    [InlineData("\"\"")]
    public async Task Create_BadUrl_IsRefused(string url)
    {
        using var admin = fixture.Api.Admin();

        var answer = await admin.SendAsync("POST", "/v1/tenants", $$"""{"tenant_id":"bad-url","target_url":{{url}}}""");

        Assert.Contains(
            url == "\"\"" ? "'target_url' is empty." : "'target_url' is refused by the rule '", answer.AssertProblem(422, "validation-failed"), StringComparison.Ordinal);
        using var again = fixture.Api.Admin();
        (await again.SendAsync("GET", "/v1/tenants/bad-url")).AssertProblem(404, "not-found");
    }

    [Fact]
    public async Task Create_WithATenantsKey_IsForbidden()
    {
        using var tenant = fixture.Api.Client(LocalTenants.ApiKey("acme"));

        (await tenant.SendAsync("POST", "/v1/tenants", """{"tenant_id":"abc","target_url":"https://example.com/"}""")).AssertProblem(403, "forbidden");
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PATCH", "")]
    [InlineData("GET", "/keys")]
    [InlineData("POST", "/keys")]
    [InlineData("DELETE", "/keys/local")]
    public async Task AnyOfThese_AnotherTenant_IsForbidden(string method, string suffix)
    {
        using var tenant = fixture.Api.Client(LocalTenants.ApiKey("acme"));

        foreach (var other in new[] { "globex", "no-such-tenant" })
        {
            (await tenant.SendAsync(method, $"/v1/tenants/{other}{suffix}", method == "PATCH" ? """{"target_url":"https://example.com/"}""" : null))
                .AssertProblem(403, "forbidden");
        }

        using var globex = fixture.Api.Client(LocalTenants.ApiKey("globex"));
        Assert.Equal(LocalTenants.TargetUrl("globex"), (await globex.SendAsync("GET", "/v1/tenants/current")).Text("tenant.target_url"));
    }

    [Fact]
    public async Task Change_TargetUrl_HoldsForTheNextEvent()
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var changed = await tenant.SendAsync("PATCH", "/v1/tenants/current", """{"target_url":"https://example.com/new?x=1"}""");

        Assert.Equal((200, "https://example.com/new?x=1"), (changed.Status, changed.Text("target_url")));
        var id = await tenant.PostEventAsync();
        Assert.Equal("https://example.com/new?x=1", (await tenant.SendAsync("GET", $"/v1/events/{id}")).Text("event.target_url"));
    }

    [Fact]
    public async Task Change_Secret_LeavesExactlyOne()
    {
        using var tenant = await fixture.Api.NewTenantAsync("secret-1");

        var changed = await tenant.SendAsync("PATCH", "/v1/tenants/secret-1", """{"webhook_secret":"my-own-secret-of-1"}""");

        Assert.Equal(200, changed.Status);
        Assert.DoesNotContain("my-own-secret-of-1", changed.Body, StringComparison.Ordinal);
        Assert.Equal(1, await fixture.Api.CountAsync(
            "SELECT count(*) FROM endpoint_secrets JOIN endpoints USING (endpoint_id) WHERE tenant_id = 'secret-1'"));
    }

    [Theory]
    [InlineData("{}", 400, "invalid-request")]
    [InlineData("""{"target_url":null,"webhook_secret":"my-own-secret-1"}""", 422, "validation-failed")]
    [InlineData("""{"target_url":1}""", 400, "invalid-body")]
    [InlineData("""{"target_url":"http://192.168.0.1/"}""", 422, "validation-failed")]
    [InlineData("""{"webhook_secret":"x"}""", 422, "validation-failed")]
    public async Task Change_NothingOrBadValue_IsRefused(string body, int status, string slug)
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        (await tenant.SendAsync("PATCH", "/v1/tenants/current", body)).AssertProblem(status, slug);
    }
}
