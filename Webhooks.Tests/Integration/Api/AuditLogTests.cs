using System.Text.Json;

namespace Webhooks.Tests.Integration.Api;

/// <summary>Who changed what, as GET /v1/audit-log says it.</summary>
public sealed partial class AuditLogTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Changes_OfATenant_AreThereOnceTheyAreAnswered()
    {
        var created = await fixture.Api.CreateTenantAsync();
        var id = created.Text("tenant_id")!;
        using var tenant = fixture.Api.Client(created.Text("api_key"));

        var key = await tenant.SendAsync("POST", "/v1/tenants/current/keys", json: null, ("X-Correlation-Id", "my-own"));
        var hook = await tenant.SendAsync("POST", "/api/v1/webhooks", """{"url":"https://example.com/?secret=of-mine","secret":"a-secret-of-my-own"}""");
        await tenant.SendAsync("DELETE", $"/v1/webhooks/{hook.Text("id")}");
        await tenant.SendAsync("DELETE", "/v1/deliveries?status=failed&older_than_days=3");

        var entries = await EntriesAsync($"?tenant={id}");
        Assert.Equal(
            ["deleteDeliveries", "deleteWebhooksById", "postWebhooks", "postTenantsByTenantIdKeys", "postTenants"], entries.Select(Operation));
        Assert.All(entries, entry => Assert.Equal(id, entry.GetProperty("tenant_id").GetString()));
        Assert.Equal(("administrator", "local", null), Actor(entries[4]));
        Assert.All(entries[..4], entry => Assert.Equal(("tenant", created.Text("api_key")![4..12], id), Actor(entry)));
        Assert.Equal("my-own", entries[3].GetProperty("correlation_id").GetString());
        Assert.Equal(key.Text("prefix"), entries[3].GetProperty("target").GetProperty("prefix").GetString());
        Assert.Equal(("POST", "/v1/webhooks", 201), (entries[2].GetProperty("method").GetString(), entries[2].GetProperty("route").GetString(), entries[2].GetProperty("status").GetInt32()));
        Assert.Equal($"/v1/webhooks/{hook.Text("id")}", entries[2].GetProperty("target").GetProperty("location").GetString());
        Assert.Equal(hook.Text("id"), entries[1].GetProperty("target").GetProperty("id").GetString());
        Assert.Equal("""{"status":"failed","older_than_days":"3"}""", entries[0].GetProperty("target").GetRawText());
        Assert.All(entries, entry => Assert.DoesNotContain("of-m", entry.GetRawText(), StringComparison.Ordinal));
        Assert.All(entries, entry => Assert.DoesNotContain("whk_", entry.GetRawText(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Change_OfWhatItsAnswerNamesToo_HasThatIdOnce()
    {
        var created = await fixture.Api.CreateTenantAsync();
        using var tenant = fixture.Api.Client(created.Text("api_key"));
        var id = await tenant.PostEventAsync();
        await fixture.Api.UntilPublishedAsync();
        await fixture.Api.SetDeliveriesAsync(id, "delivered", 1);

        Assert.Equal(202, (await tenant.SendAsync("POST", $"/v1/events/{id}/resend")).Status);

        var entry = (await EntriesAsync($"?tenant={created.Text("tenant_id")}"))[0];
        Assert.Equal($$"""{"id":"{{id}}"}""", entry.GetProperty("target").GetRawText());
    }

    [Fact]
    public async Task WhatChangesNothing_IsNotThere()
    {
        var created = await fixture.Api.CreateTenantAsync();
        using var tenant = fixture.Api.Client(created.Text("api_key"));

        await tenant.PostEventAsync();
        await tenant.SendAsync("POST", "/v1/events/bulk", """{"events":[{}]}""");
        await tenant.SendAsync("GET", "/v1/webhooks");
        Assert.Equal(422, (await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"nonsense"}""")).Status);
        Assert.Equal(404, (await tenant.SendAsync("DELETE", "/v1/webhooks/x")).Status);
        Assert.Equal(400, (await tenant.SendAsync("DELETE", "/v1/deliveries")).Status);

        Assert.Equal(["postTenants"], (await EntriesAsync($"?tenant={created.Text("tenant_id")}")).Select(Operation));
    }

    [Fact]
    public async Task WhatAKeyDoesNotAllow_IsThereAsForbidden()
    {
        var created = await fixture.Api.CreateTenantAsync();
        var id = created.Text("tenant_id")!;
        var other = await fixture.Api.CreateTenantAsync();
        using var stranger = fixture.Api.Client(other.Text("api_key"));

        Assert.Equal(403, (await stranger.SendAsync("POST", $"/v1/tenants/{id}/keys")).Status);
        Assert.Equal(403, (await stranger.SendAsync("DELETE", $"/v1/tenants/{id}")).Status);
        Assert.Equal(403, (await stranger.SendAsync("GET", $"/v1/tenants/{id}")).Status);

        var entries = await EntriesAsync($"?tenant={id}&limit=2");
        Assert.Equal(["deleteTenantsByTenantId", "postTenantsByTenantIdKeys"], entries.Select(Operation));
        Assert.All(entries, entry => Assert.Equal(("tenant", other.Text("tenant_id"), 403), (Actor(entry).Kind, Actor(entry).Tenant, entry.GetProperty("status").GetInt32())));
    }

    [Fact]
    public async Task Log_OfATenantThatItDoesNotKnow_IsNotFound()
    {
        using var admin = fixture.Api.Admin();
        using var stranger = await fixture.Api.NewTenantAsync();
        Assert.Equal(403, (await stranger.SendAsync("POST", "/v1/tenants/gone-by-now/keys")).Status);

        (await admin.SendAsync("GET", "/v1/audit-log?tenant=nope")).AssertProblem(404, "not-found");

        // What is no tenant any more has its entries for a while.
        Assert.Single(await EntriesAsync("?tenant=gone-by-now"));
        Assert.Empty(await EntriesAsync("?tenant=gone-by-now&since=2099-01-01T00:00:00Z"));
        Assert.Empty(await EntriesAsync("?tenant=acme&since=2099-01-01T00:00:00Z"));
    }

    [Fact]
    public async Task WhatIsDoneInThePortal_NamesTheKeyThatTheSessionComesFrom()
    {
        var created = await fixture.Api.CreateTenantAsync();
        var id = created.Text("tenant_id")!;
        using var admin = fixture.Api.Admin();
        using var session = fixture.Api.Client((await fixture.Api.OpenPortalAsync(admin, id)).Text("session"));

        Assert.Equal(201, (await session.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/"}""")).Status);
        Assert.Equal(403, (await session.SendAsync("POST", "/v1/tenants/current/keys")).Status);

        var entries = await EntriesAsync($"?tenant={id}");
        Assert.Equal(
            ["postTenantsByTenantIdKeys", "postWebhooks", "postPortalSessions", "postTenantsByTenantIdPortalLinks", "postTenants"], entries.Select(Operation));
        Assert.All(entries[..3], entry => Assert.Equal(("session", "local", id), Actor(entry)));
        Assert.Equal(("administrator", "local", null), Actor(entries[3]));
    }

    [Fact]
    public async Task Pages_OfTheLog_HaveEachEntryOnceNewestFirst()
    {
        var created = await fixture.Api.CreateTenantAsync();
        var id = created.Text("tenant_id")!;
        using var tenant = fixture.Api.Client(created.Text("api_key"));
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/event-types", $$"""{"name":"type.{{i}}"}""")).Status);
        }

        using var admin = fixture.Api.Admin();
        var (ids, token) = (new List<string>(), "");
        do
        {
            var page = await admin.SendAsync("GET", $"/v1/audit-log?tenant={id}&limit=3{token}");
            ids.AddRange(page.At("items").EnumerateArray().Select(entry => entry.GetProperty("id").GetString()!));
            token = page.Text("next_token") is { } next ? "&next_token=" + next : null;
        }
        while (token is not null);

        Assert.Equal(7, ids.Count);
        Assert.Equal(ids.Distinct(StringComparer.Ordinal).OrderDescending(StringComparer.Ordinal), ids);
        var after = (await EntriesAsync($"?tenant={id}"))[3].GetProperty("at").GetDateTimeOffset().AddMilliseconds(1);
        Assert.InRange((await EntriesAsync($"?tenant={id}&since={after:yyyy-MM-dd'T'HH:mm:ss.fff}Z")).Length, 0, 3);
        (await admin.SendAsync("GET", "/v1/audit-log?next_token=x")).AssertProblem(400, "invalid-page-token");
        (await admin.SendAsync("GET", "/v1/audit-log?since=yesterday")).AssertProblem(400, "invalid-request");
    }

    private async Task<JsonElement[]> EntriesAsync(string query)
    {
        using var admin = fixture.Api.Admin();
        var answer = await admin.SendAsync("GET", "/v1/audit-log" + query);
        Assert.True(answer.Status == 200, answer.Body);
        return [.. answer.At("items").EnumerateArray()];
    }

    private static string? Operation(JsonElement entry) => entry.GetProperty("operation_id").GetString();

    private static (string? Kind, string? Prefix, string? Tenant) Actor(JsonElement entry) => (
        entry.GetProperty("actor").GetString(), entry.GetProperty("key_prefix").GetString(), entry.GetProperty("actor_tenant_id").GetString());
}
