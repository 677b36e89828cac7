namespace Webhooks.Tests.Integration.Api;

/// <summary>Links into a tenant's portal and the sessions that they open.</summary>
public sealed class PortalTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Link_OfTheTenantOrTheAdministrator_OpensASessionOfTheTenantOnce(bool byAdmin)
    {
        var created = await fixture.Api.CreateTenantAsync();
        using var maker = byAdmin ? fixture.Api.Admin() : fixture.Api.Client(created.Text("api_key"));

        var link = await maker.SendAsync("POST", $"/v1/tenants/{created.Text("tenant_id")}/portal-links", """{"expires_in":600}""");
        var opened = await fixture.Api.OpenPortalAsync(PortalAnswers.TokenOf(link));
        var again = await fixture.Api.OpenPortalAsync(PortalAnswers.TokenOf(link));

        Assert.StartsWith("http://localhost:8090/portal?token=whpl_", link.Text("url"), StringComparison.Ordinal);
        Assert.InRange((link.At("expires_at").GetDateTimeOffset() - TimeProvider.System.GetUtcNow()).TotalSeconds, 300, 601);
        Assert.Equal((200, created.Text("tenant_id"), link.Text("expires_at")), (opened.Status, opened.Text("tenant_id"), opened.Text("expires_at")));
        Assert.StartsWith("whps_", opened.Text("session"), StringComparison.Ordinal);
        again.AssertProblem(401, "wrong-portal-token");
        using var session = fixture.Api.Client(opened.Text("session"));
        Assert.Equal(created.Text("tenant_id"), (await session.SendAsync("GET", "/v1/tenants/current")).Text("tenant.tenant_id"));
        await session.PostEventAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Session_OfAKeyThatIsRevoked_IsOutWithIt(bool isOpen)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var key = await tenant.SendAsync("POST", "/v1/tenants/current/keys");
        using var maker = fixture.Api.Client(key.Text("api_key"));
        var link = await maker.SendAsync("POST", "/v1/tenants/current/portal-links");
        var opened = isOpen ? await fixture.Api.OpenPortalAsync(PortalAnswers.TokenOf(link)) : null;

        Assert.Equal(204, (await tenant.SendAsync("DELETE", $"/v1/tenants/current/keys/{key.Text("prefix")}")).Status);

        if (opened is null)
        {
            (await fixture.Api.OpenPortalAsync(PortalAnswers.TokenOf(link))).AssertProblem(401, "wrong-portal-token");
            return;
        }

        using var session = fixture.Api.Client(opened.Text("session"));
        Assert.Contains("session has ended", (await session.SendAsync("GET", "/v1/events")).AssertProblem(401, "wrong-api-key"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/keys")]
    [InlineData("POST", "/keys")]
    [InlineData("DELETE", "/keys/whk_none")]
    [InlineData("POST", "/portal-links")]
    public async Task Session_WantsKeysOrLinks_MayNot(string method, string path)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        using var session = fixture.Api.Client((await fixture.Api.OpenPortalAsync(tenant)).Text("session"));

        Assert.Contains("may not do this", (await session.SendAsync(method, "/v1/tenants/current" + path)).AssertProblem(403, "forbidden"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_ForgedOrOfTheOtherKind_IsRefused()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var link = PortalAnswers.TokenOf(await tenant.SendAsync("POST", "/v1/tenants/current/portal-links"));
        var session = (await fixture.Api.OpenPortalAsync(tenant)).Text("session")!;
        var forged = link[..20] + (link[20] == 'A' ? 'B' : 'A') + link[21..];

        foreach (var token in new[] { forged, session, "whpl_" + session[5..], "whpl_", "whpl_AAAA", "x" })
        {
            (await fixture.Api.OpenPortalAsync(token)).AssertProblem(401, "wrong-portal-token");
        }

        foreach (var key in new[] { link, "whps_" + link[5..], "whps_", "whps_AAAA" })
        {
            using var client = fixture.Api.Client(key);
            (await client.SendAsync("GET", "/v1/events")).AssertProblem(401, "wrong-api-key");
        }
    }

    [Theory]
    [InlineData("""{"expires_in":59}""", 422, "'expires_in' must be from 60 to 86400")]
    [InlineData("""{"expires_in":86401}""", 422, "'expires_in' must be from 60 to 86400")]
    [InlineData("""{"expires_in":"600"}""", 400, "'expires_in' must be a whole number")]
    [InlineData("""{"ttl":600}""", 400, "'ttl' is no member")]
    public async Task Link_OfAnotherForm_IsRefused(string body, int status, string expected)
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var answer = await tenant.SendAsync("POST", "/v1/tenants/current/portal-links", body);

        Assert.Equal(status, answer.Status);
        Assert.Contains(expected, answer.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_WithoutAPage_IsRefused()
    {
        await using var api = await ApiHost.StartAsync("Development", ("Portal:BaseUrl", ""));
        using var tenant = await api.NewTenantAsync();

        var answer = await tenant.SendAsync("POST", "/v1/tenants/current/portal-links");

        Assert.Contains("Portal:BaseUrl", answer.AssertProblem(409, "conflict"), StringComparison.Ordinal);
    }
}
