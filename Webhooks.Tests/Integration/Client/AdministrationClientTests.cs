using System.Net;
using Webhooks.Client;
using Webhooks.Core.Tenants;

namespace Webhooks.Tests.Integration.Client;

/// <summary>Tenants, keys and the books, with an administrator's key.</summary>
public sealed class AdministrationClientTests(ClientFixture fixture) : IClassFixture<ClientFixture>
{
    [Fact]
    public async Task Tenants_Listed_AreEachThereOnce()
    {
        var created = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            created.Add((await fixture.Admin.Tenants.CreateAsync($"l-{Guid.NewGuid():N}"[..20], null)).TenantId);
        }

        var listed = await fixture.Admin.Tenants.ListAsync(pageSize: 2).ToListAsync();

        var ids = listed.ConvertAll(static tenant => tenant.TenantId);
        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
        Assert.Subset(new HashSet<string>(ids, StringComparer.Ordinal), new HashSet<string>(created, StringComparer.Ordinal));
        Assert.All(listed.Where(tenant => created.Contains(tenant.TenantId)), static tenant => Assert.Null(tenant.TargetUrl));
    }

    [Fact]
    public async Task Tenants_Deleted_LosesItsKeyAtOnce()
    {
        var id = $"d-{Guid.NewGuid():N}"[..20];
        var created = await fixture.Admin.Tenants.CreateAsync(id, "http://localhost:9001/x");
        var tenant = fixture.Admin.WithApiKey(created.ApiKey);
        await tenant.Events.SendAsync("a.b", new Order(1, "x"), OrderJson.Default.Order);

        var forbidden = await Assert.ThrowsAsync<WebhooksApiException>(() => tenant.Tenants.DeleteAsync(id));
        var removed = await fixture.Admin.Tenants.DeleteAsync(id);
        var keyless = await Assert.ThrowsAsync<WebhooksApiException>(() => tenant.Tenants.GetAsync());

        Assert.Equal(id, removed.TenantId);
        Assert.InRange(removed.RemovedAt, created.CreatedAt, created.CreatedAt.AddMinutes(5));
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized), (forbidden.Status, keyless.Status));
    }

    [Fact]
    public async Task TenantKeys_CreatedAndRevoked_AreListedByPrefixOnly()
    {
        var client = await fixture.NewTenantAsync();

        var second = await client.Tenants.CreateKeyAsync();
        var other = fixture.Admin.WithApiKey(second.Key);
        await client.Tenants.RevokeKeyAsync(second.Prefix);
        var keys = await client.Tenants.ListKeysAsync(pageSize: 1).ToListAsync();
        var refused = await Assert.ThrowsAsync<WebhooksApiException>(() => other.Tenants.GetAsync());
        var gone = await Assert.ThrowsAsync<WebhooksApiException>(() => client.Tenants.RevokeKeyAsync(second.Prefix));

        Assert.Contains(second.Prefix, second.Key, StringComparison.Ordinal);
        Assert.Equal([false, true], keys.Select(static key => key.RevokedAt is not null));
        Assert.Equal(second.Prefix, keys[1].Prefix);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.NotFound), (refused.Status, gone.Status));
    }

    [Fact]
    public async Task AdminKeys_TheLastOne_IsListedAndStays()
    {
        var key = Assert.Single(await fixture.Admin.AdminKeys.ListAsync(pageSize: 1).ToListAsync());
        var last = await Assert.ThrowsAsync<WebhooksApiException>(() => fixture.Admin.AdminKeys.RevokeAsync(key.Prefix));
        var unknown = await Assert.ThrowsAsync<WebhooksApiException>(() => fixture.Admin.AdminKeys.RevokeAsync("no-such-prefix"));

        Assert.Equal(LocalTenants.KeyPrefix, key.Prefix);
        Assert.Null(key.RevokedAt);
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.NotFound), (last.Status, unknown.Status));
    }

    [Fact]
    public async Task AuditLog_OfATenant_ListsWhatItsKeysChanged()
    {
        var client = await fixture.NewTenantAsync();
        var start = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        var tenant = await client.Tenants.GetAsync();
        var key = await client.Tenants.CreateKeyAsync();

        var entries = await fixture.Admin.AuditLog.ListAsync(tenant.TenantId, start, pageSize: 1).ToListAsync();
        var forbidden = await Assert.ThrowsAsync<WebhooksApiException>(async () => await client.AuditLog.ListAsync().ToListAsync());

        Assert.Equal(["postTenantsByTenantIdKeys", "postTenants"], entries.Select(static entry => entry.OperationId));
        Assert.Equal(("tenant", tenant.TenantId, key.Prefix, 201), (entries[0].Actor, entries[0].ActorTenantId, entries[0].Target["prefix"], entries[0].Status));
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.Status);
    }

    [Fact]
    public async Task Portal_LinkAndSession_ActForTheTenant()
    {
        var client = await fixture.NewTenantAsync();
        var tenant = await client.Tenants.GetAsync();

        var link = await fixture.Admin.Portal.CreateLinkAsync(tenant.TenantId, TimeSpan.FromMinutes(5));
        var token = link.Url[(link.Url.IndexOf('=', StringComparison.Ordinal) + 1)..];
        var session = await fixture.Admin.Portal.OpenSessionAsync(token);
        var used = await Assert.ThrowsAsync<WebhooksApiException>(() => fixture.Admin.Portal.OpenSessionAsync(token));
        var portal = fixture.Admin.WithApiKey(session.Session);
        var refused = await Assert.ThrowsAsync<WebhooksApiException>(() => portal.Tenants.CreateKeyAsync());

        Assert.Equal((tenant.TenantId, link.ExpiresAt), (session.TenantId, session.ExpiresAt));
        Assert.Equal(tenant.TenantId, (await portal.Tenants.GetAsync()).TenantId);
        Assert.Equal(("wrong-portal-token", HttpStatusCode.Forbidden), (used.Slug, refused.Status));
        Assert.DoesNotContain(session.Session, $"{session}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_AnEventDelivered_IsInTheBooks()
    {
        var client = await fixture.NewTenantAsync();
        var before = await fixture.Admin.Audit.BalanceAsync();
        var sent = await client.Events.SendAsync("a.b", new Order(1, "x"), OrderJson.Default.Order);
        await fixture.Api.UntilPublishedAsync();
        await fixture.Api.SetDeliveriesAsync(sent.EventId, "delivered", 1);

        var after = await fixture.Admin.Audit.BalanceAsync();
        var forbidden = await Assert.ThrowsAsync<WebhooksApiException>(() => client.Audit.BalanceAsync());

        Assert.Equal(before.Delivered + 1, after.Delivered);
        Assert.Equal(after.Accepted, after.Delivered + after.Failed + after.Cancelled + after.Skipped + after.Waiting);
        Assert.Empty(after.SetAside);
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.Status);
    }
}
