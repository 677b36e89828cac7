using Npgsql;
using Webhooks.Testing;

namespace Webhooks.Tests.Integration.Api;

/// <summary>Tenants that come and go, and those without a target URL.</summary>
public sealed class TenantRemovalTests
{
    private static readonly string[] Tables = ["events", "deliveries", "dead_letters", "idempotency_keys", "endpoints", "api_keys", "event_types", "tenants"];

    [Fact]
    public async Task Remove_TenantWithEverything_LeavesNothingOfItAndAllOfAnother()
    {
        await using var api = await ApiHost.StartAsync("Development", ("Retention:RemovedTenantGrace", "00:00:01"));
        using var admin = api.Admin();
        using var gone = await api.NewTenantAsync("going-away");
        using var stays = await api.NewTenantAsync("stays-here");
        await FillAsync(api, gone, "going-away");
        await FillAsync(api, stays, "stays-here");
        Assert.Equal(201, (await gone.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/"}""")).Status);

        var removed = await admin.SendAsync("DELETE", "/v1/tenants/going-away");

        Assert.Equal(202, removed.Status);
        (await gone.SendAsync("GET", "/v1/events")).AssertProblem(401, "wrong-api-key");
        (await gone.SendAsync("POST", "/v1/events", "{}")).AssertProblem(401, "wrong-api-key");
        await Eventually.TrueAsync(
            async () => (await admin.SendAsync("GET", "/v1/tenants/going-away")).Status == 404, "the tenant is gone");
        foreach (var table in Tables)
        {
            Assert.Equal((table, 0), (table, await api.CountAsync($"SELECT count(*) FROM {table} WHERE tenant_id = 'going-away'")));
        }

        Assert.Equal(1, await api.CountAsync("SELECT count(*) FROM attempts"));
        Assert.Equal(1_201, await api.CountAsync("SELECT count(*) FROM events WHERE tenant_id = 'stays-here'"));
        Assert.Equal(200, (await stays.SendAsync("GET", "/v1/events")).Status);
        (await admin.SendAsync("DELETE", "/v1/tenants/going-away")).AssertProblem(404, "not-found");
        await api.CreateTenantAsync("going-away");
    }

    [Fact]
    public async Task Remove_TenantWithLinks_LetsThemIntoNoLaterTenantOfTheSameId()
    {
        await using var api = await ApiHost.StartAsync("Development", ("Retention:RemovedTenantGrace", "00:00:00"));
        using var admin = api.Admin();
        await api.CreateTenantAsync("come-back");
        var link = PortalAnswers.TokenOf(await admin.SendAsync("POST", "/v1/tenants/come-back/portal-links"));
        using var session = api.Client((await api.OpenPortalAsync(admin, "come-back")).Text("session"));
        Assert.Equal(200, (await session.SendAsync("GET", "/v1/webhooks")).Status);

        await admin.SendAsync("DELETE", "/v1/tenants/come-back");
        await Eventually.TrueAsync(async () => (await admin.SendAsync("GET", "/v1/tenants/come-back")).Status == 404, "the tenant is gone");
        await api.CreateTenantAsync("come-back");

        (await session.SendAsync("GET", "/v1/webhooks")).AssertProblem(401, "wrong-api-key");
        (await api.OpenPortalAsync(link)).AssertProblem(401, "wrong-portal-token");
    }

    [Fact]
    public async Task Remove_ProcessEndsMeanwhile_TheNextOneGoesOn()
    {
        await using var first = await ApiHost.StartAsync("Development", ("Retention:RemovedTenantGrace", "23:00:00"));
        using var admin = first.Admin();
        await first.CreateTenantAsync("half-gone");
        Assert.Equal(202, (await admin.SendAsync("DELETE", "/v1/tenants/half-gone")).Status);
        Assert.False(string.IsNullOrEmpty((await admin.SendAsync("GET", "/v1/tenants/half-gone")).Text("tenant.removed_at")));
        var listed = (await admin.SendAsync("GET", "/v1/tenants?limit=100")).At("items").EnumerateArray()
            .Single(tenant => tenant.GetProperty("tenant_id").ValueEquals("half-gone"));
        Assert.True(listed.TryGetProperty("removed_at", out _));

        await using var second = await ApiHost.StartAsync(
            "Development", ("ConnectionStrings:webhooksdb", first.Database.ConnectionString), ("Retention:RemovedTenantGrace", "00:00:00"));

        await Eventually.TrueAsync(
            async () => (await admin.SendAsync("GET", "/v1/tenants/half-gone")).Status == 404, "the tenant is gone");
    }

    /// <summary>By a process that had asked who the tenant is long before.</summary>
    [Fact]
    public async Task Remove_EventIsAcceptedAfterTheLastBite_GoesBeforeTheTenant()
    {
        await using var api = await ApiHost.StartAsync("Development", ("Retention:RemovedTenantGrace", "00:00:00"));
        using var admin = api.Admin();
        await api.CreateTenantAsync("slow-to-go");
        await api.ExecuteAsync("""
            INSERT INTO dead_letters (dead_letter_id, tenant_id, event_id, ordinal, cycle, endpoint_id, endpoint_url, event_type, payload, failure_reason, attempts, correlation_id, created_at, expires_at)
            VALUES (gen_random_uuid(), 'slow-to-go', gen_random_uuid(), 0, 1, gen_random_uuid(), '', 'a', '{}', 'x', 1, 'c', now(), now() + interval '1 day')
            """);
        await using var holder = await api.Database.OpenConnectionAsync();
        await using var hold = new NpgsqlCommand("BEGIN; SELECT FROM dead_letters WHERE tenant_id = 'slow-to-go' FOR UPDATE", holder);
        await hold.ExecuteNonQueryAsync();

        Assert.Equal(202, (await admin.SendAsync("DELETE", "/v1/tenants/slow-to-go")).Status);
        await Eventually.TrueAsync(
            async () => await api.CountAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%dead_letters%'") > 0,
            "the events are gone");
        await using var accept = new NpgsqlCommand(
            """
            INSERT INTO events (event_id, tenant_id, event_type, form, correlation_id, payload, endpoint_ids) VALUES ($1, 'slow-to-go', 'a', 0, 'c', '{}', '{}');
            """,
            holder) { Parameters = { new NpgsqlParameter { Value = Guid.CreateVersion7() } } };
        await accept.ExecuteNonQueryAsync();
        await using var commit = new NpgsqlCommand("COMMIT", holder);
        await commit.ExecuteNonQueryAsync();

        await Eventually.TrueAsync(async () => (await admin.SendAsync("GET", "/v1/tenants/slow-to-go")).Status == 404, "the tenant is gone");
        Assert.Equal(0, await api.CountAsync("SELECT count(*) FROM events WHERE tenant_id = 'slow-to-go'"));
    }

    [Fact]
    public async Task Remove_OneTenantThatCannotGo_LeavesTheOthersToGo()
    {
        await using var api = await ApiHost.StartAsync("Development", ("Retention:RemovedTenantGrace", "00:00:00"));
        using var admin = api.Admin();
        await api.CreateTenantAsync("stuck-here");
        await api.CreateTenantAsync("goes-away");
        await api.ExecuteAsync("""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
            CREATE TRIGGER refuse BEFORE DELETE ON tenants FOR EACH ROW WHEN (OLD.tenant_id = 'stuck-here') EXECUTE FUNCTION refuse();
            """);

        Assert.Equal(202, (await admin.SendAsync("DELETE", "/v1/tenants/stuck-here")).Status);
        Assert.Equal(202, (await admin.SendAsync("DELETE", "/v1/tenants/goes-away")).Status);

        await Eventually.TrueAsync(async () => (await admin.SendAsync("GET", "/v1/tenants/goes-away")).Status == 404, "the other tenant is gone");
        Assert.False(string.IsNullOrEmpty((await admin.SendAsync("GET", "/v1/tenants/stuck-here")).Text("tenant.removed_at")));
    }

    // A batch and a bit of events beside one that is real and has waited for its retry.
    private static async Task FillAsync(ApiHost api, HttpClient tenant, string id)
    {
        var real = await tenant.PostEventAsync("""{"event":"a","idempotency_key":"k"}""");
        Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/events", """{"event":"a"}""", ("Idempotency-Key", "k1"))).Status);
        Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/event-types", """{"name":"a"}""")).Status);
        await api.UntilPublishedAsync();
        await api.SetDeliveriesAsync(real, "retrying", 1);
        await api.ExecuteAsync($"""
            INSERT INTO attempts (event_id, ordinal, attempt, cycle, started_at, duration_ms) VALUES ('{Guid.ParseExact(real[4..], "N")}', 0, 1, 1, now(), 1);
            INSERT INTO events (event_id, tenant_id, event_type, form, correlation_id, payload)
            SELECT overlay(gen_random_uuid()::text PLACING left(e.event_id::text, 13) FROM 1 FOR 13)::uuid, e.tenant_id, 'b', 0, 'c', e.payload
            FROM events e, generate_series(1, 1199) WHERE e.event_id = '{Guid.ParseExact(real[4..], "N")}';
            INSERT INTO dead_letters (dead_letter_id, tenant_id, event_id, ordinal, cycle, endpoint_id, endpoint_url, event_type, payload, failure_reason,
              attempts, correlation_id, created_at, expires_at)
            SELECT gen_random_uuid(), '{id}', gen_random_uuid(), 0, 1, gen_random_uuid(), 'https://example.com/', 'a', '', 'x', 1, 'c', now(), now() + interval '1 day'
            """);
    }
}
