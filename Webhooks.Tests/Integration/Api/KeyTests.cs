using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Webhooks.Core.Tenants;

namespace Webhooks.Tests.Integration.Api;

public sealed class KeyTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Keys = "/v1/tenants/current/keys";

    [Fact]
    public async Task Keys_CreateListRevoke_TheRevokedOneIsOutAtOnce()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var created = await tenant.SendAsync("POST", Keys);
        Assert.Equal(201, created.Status);
        using var second = fixture.Api.Client(created.Text("api_key"));
        Assert.Equal(200, (await second.SendAsync("GET", "/v1/events")).Status);

        var list = await tenant.SendAsync("GET", Keys);
        Assert.Equal(2, list.At("items").GetArrayLength());
        Assert.DoesNotContain(created.Text("api_key")!, list.Body, StringComparison.Ordinal);
        Assert.Equal(204, (await tenant.SendAsync("DELETE", $"{Keys}/{created.Text("prefix")}")).Status);

        (await second.SendAsync("GET", "/v1/events")).AssertProblem(401, "wrong-api-key");
        Assert.Equal(200, (await tenant.SendAsync("GET", "/v1/events")).Status);
        (await tenant.SendAsync("DELETE", $"{Keys}/{created.Text("prefix")}")).AssertProblem(404, "not-found");
    }

    [Fact]
    public async Task List_AfterAHundredRevocations_ShowsTheOldestLiveOneFirst()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var oldest = (await tenant.SendAsync("GET", Keys)).At("items")[0].GetProperty("prefix").GetString();
        for (var i = 0; i < 100; i++)
        {
            var key = await tenant.SendAsync("POST", Keys);
            Assert.Equal(204, (await tenant.SendAsync("DELETE", $"{Keys}/{key.Text("prefix")}")).Status);
        }

        var newest = (await tenant.SendAsync("POST", Keys)).Text("prefix");

        var (shown, token) = (new List<string>(), "");
        do
        {
            var page = await tenant.SendAsync("GET", $"{Keys}?limit=7{token}");
            shown.AddRange(page.At("items").EnumerateArray().Select(key => key.GetProperty("prefix").GetString()!));
            token = page.Text("next_token") is { } next ? $"&next_token={next}" : null;
        }
        while (token is not null);

        Assert.Equal([newest, oldest], shown.Take(2));
        Assert.Equal(102, shown.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(102, shown.Count);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("limit=x")]
    [InlineData("next_token=x")]
    public async Task List_BadPage_IsRefused(string query)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        using var admin = fixture.Api.Admin();

        Assert.Equal(400, (await tenant.SendAsync("GET", $"{Keys}?{query}")).Status);
        Assert.Equal(400, (await admin.SendAsync("GET", $"/v1/admin/keys?{query}")).Status);
        Assert.Equal(400, (await admin.SendAsync("GET", $"/v1/tenants?{query}")).Status);
    }

    [Fact]
    public async Task Create_MoreThanFiftyLiveAtOnce_IsAConflictThatNamesTheRule()
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => tenant.SendAsync("POST", Keys)));

        Assert.Equal(49, answers.Count(answer => answer.Status == 201));
        var refused = answers.First(answer => answer.Status != 201).AssertProblem(409, "conflict");
        Assert.Contains("50 live API keys", refused, StringComparison.Ordinal);
        var revoked = answers.First(answer => answer.Status == 201).Text("prefix");
        Assert.Equal(204, (await tenant.SendAsync("DELETE", $"{Keys}/{revoked}")).Status);
        Assert.Equal(201, (await tenant.SendAsync("POST", Keys)).Status);
    }

    [Fact]
    public async Task Revoke_AnyKey_ByTheAdministrator()
    {
        var created = await fixture.Api.CreateTenantAsync();
        using var tenant = fixture.Api.Client(created.Text("api_key"));
        using var admin = fixture.Api.Admin();
        var path = $"/v1/tenants/{created.Text("tenant_id")}/keys";
        var prefix = (await admin.SendAsync("GET", path)).At("items")[0].GetProperty("prefix").GetString();

        Assert.Equal(204, (await admin.SendAsync("DELETE", $"{path}/{prefix}")).Status);

        (await tenant.SendAsync("GET", "/v1/events")).AssertProblem(401, "wrong-api-key");
    }

    [Fact]
    public async Task LastUse_OfManyRequests_IsWrittenOnceAndWakesNobody()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        Assert.Equal("null", (await tenant.SendAsync("GET", Keys)).At("items")[0].GetProperty("last_used_at").GetRawText());
        var used = fixture.Api.Services.GetRequiredService<ConfigDirectory>().TakeUsedKeys();

        await fixture.Api.Services.GetRequiredService<ApiKeyStore>().NoteUseAsync(used, CancellationToken.None);

        var shown = (await tenant.SendAsync("GET", Keys)).At("items")[0].GetProperty("last_used_at").GetDateTimeOffset();
        Assert.InRange(shown, TimeProvider.System.GetUtcNow().AddMinutes(-1), TimeProvider.System.GetUtcNow().AddMinutes(1));
        Assert.Contains(fixture.Api.Services.GetServices<IHostedService>(), service => service.GetType().Name == "KeyUsage");
    }
}
