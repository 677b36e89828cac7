using Webhooks.Core.Tenants;

namespace Webhooks.Tests.Integration.Api;

public sealed partial class DeadLetterTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Get_DeadLetter_ShowsWhatFailedAndWhy()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var eventId = await BuryAsync(tenant);

        var listed = (await tenant.SendAsync("GET", "/v1/dlq")).At("items")[0];
        var read = await tenant.SendAsync("GET", $"/v1/dlq/{listed.GetProperty("id").GetString()}");

        Assert.Equal(listed.GetRawText(), read.Body);
        Assert.Equal((eventId, $"dlv_{eventId[4..]}0000"), (read.Text("event_id"), read.Text("delivery_id")));
        Assert.Equal("HTTP 503: Service Unavailable", read.Text("failure_reason"));
        Assert.Equal("""{"event":"user.created"}""", read.At("payload").GetRawText());
        Assert.Equal(5, read.At("attempts").GetInt32());
    }

    [Fact]
    public async Task Replay_DeadLetter_StartsACycleAndRemovesIt()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var eventId = await BuryAsync(tenant);
        var id = (await tenant.SendAsync("GET", "/v1/dlq")).At("items")[0].GetProperty("id").GetString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => tenant.SendAsync("POST", $"/v1/dlq/{id}/replay")));

        Assert.Equal(1, answers.Count(answer => answer.Status == 200));
        Assert.All(answers, answer => Assert.True(answer.Status is 200 or 404 or 409, answer.Body));
        Assert.Equal("PENDING", (await tenant.SendAsync("GET", $"/v1/events/{eventId}")).Text("event.status"));
        Assert.Equal(0, (await tenant.SendAsync("GET", "/v1/dlq")).At("items").GetArrayLength());
    }

    [Fact]
    public async Task Requeue_SomeOfThem_TakesTheOldestAndCountsFailures()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await BuryAsync(tenant));
        }

        await fixture.Api.SetDeliveriesAsync(ids[1], "cancelled", 5);

        var requeued = await tenant.SendAsync("POST", "/v1/dlq/requeue", """{"batchSize":2,"maxMessages":4}""");

        Assert.Equal("""{"requeued":3,"failed":1,"failed_by_reason":{"changed":1}}""", requeued.Body);
        Assert.Equal("FAILED", (await tenant.SendAsync("GET", $"/v1/events/{ids[4]}")).Text("event.status"));
        Assert.Equal("""{"requeued":1,"failed":1,"failed_by_reason":{"changed":1}}""", (await tenant.SendAsync("POST", "/v1/dlq/requeue")).Body);
        foreach (var bad in new[] { """{"batchSize":0}""", """{"batchSize":101}""", """{"maxMessages":0}""", """{"maxMessages":1001}""" })
        {
            (await tenant.SendAsync("POST", "/v1/dlq/requeue", bad)).AssertProblem(422, "validation-failed");
        }
    }

    [Fact]
    public async Task DeleteAndPurge_RemoveThem()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        await BuryAsync(tenant);
        await BuryAsync(tenant);
        var id = (await tenant.SendAsync("GET", "/v1/dlq")).At("items")[0].GetProperty("id").GetString();

        Assert.Equal(204, (await tenant.SendAsync("DELETE", $"/v1/dlq/{id}")).Status);
        (await tenant.SendAsync("DELETE", $"/v1/dlq/{id}")).AssertProblem(404, "not-found");
        Assert.Equal("""{"deleted":0}""", (await tenant.SendAsync("DELETE", "/v1/dlq?older_than_days=1")).Body);
        Assert.Equal("""{"deleted":1}""", (await tenant.SendAsync("DELETE", "/v1/dlq?older_than_days=0")).Body);
        foreach (var bad in new[] { "", "?older_than_days=", "?older_than_days=-1", "?older_than_days=x", "?older_than_days=99999" })
        {
            (await tenant.SendAsync("DELETE", "/v1/dlq" + bad)).AssertProblem(400, "invalid-request");
        }
    }

    [Fact]
    public async Task List_PageByPage_ShowsEveryDeadLetterOnce()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        for (var i = 0; i < 5; i++)
        {
            await BuryAsync(tenant);
        }

        var first = await tenant.SendAsync("GET", "/v1/dlq?limit=3");
        var second = await tenant.SendAsync("GET", $"/v1/dlq?limit=3&next_token={first.Text("next_token")}");

        var ids = first.At("items").EnumerateArray().Concat(second.At("items").EnumerateArray()).Select(letter => letter.GetProperty("id").GetString()!).ToList();
        Assert.Equal(5, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(ids.Order(StringComparer.Ordinal).Reverse(), ids);
        Assert.Null(second.Text("next_token"));
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/replay")]
    public async Task AnyOfThese_DeadLetterOfAnotherTenant_IsNotFound(string method, string suffix)
    {
        using var owner = await fixture.Api.NewTenantAsync();
        using var other = fixture.Api.Client(LocalTenants.ApiKey("globex"));
        await BuryAsync(owner);
        var id = (await owner.SendAsync("GET", "/v1/dlq")).At("items")[0].GetProperty("id").GetString();

        (await other.SendAsync(method, $"/v1/dlq/{id}{suffix}")).AssertProblem(404, "not-found");

        Assert.Equal("""{"requeued":0,"failed":0}""", (await other.SendAsync("POST", "/v1/dlq/requeue")).Body);
        Assert.Equal(200, (await owner.SendAsync("GET", $"/v1/dlq/{id}")).Status);
    }

    private async Task<string> BuryAsync(HttpClient tenant)
    {
        var id = await tenant.PostEventAsync();
        await fixture.Api.SetDeliveriesAsync(id, "failed", 5);
        await fixture.Api.ExecuteAsync($"""
            INSERT INTO dead_letters (dead_letter_id, tenant_id, event_id, ordinal, cycle, endpoint_id, endpoint_url, event_type, payload,
              failure_reason, attempts, correlation_id, created_at, expires_at)
            SELECT '{Guid.CreateVersion7()}', d.tenant_id, d.event_id, d.ordinal, d.cycle, d.endpoint_id, 'https://example.com/', e.event_type, e.payload,
              d.error, d.attempts, coalesce(e.correlation_id, e.trace_parent), now(), now() + interval '14 days'
            FROM deliveries d JOIN events e USING (tenant_id, event_id) WHERE d.event_id = '{Guid.ParseExact(id[4..], "N")}'
            """);
        return id;
    }
}
