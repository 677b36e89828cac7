namespace Webhooks.Tests.Integration.Api;

// What becomes of an endpoint that is there.
public sealed partial class WebhookEndpointTests
{
    [Fact]
    public async Task Disable_ThenEnable_SkipsEventsInBetweenWithAReason()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var endpoint = (await tenant.SendAsync("GET", "/v1/webhooks")).At("items")[0].GetProperty("id").GetString();

        Assert.Equal("disabled", (await tenant.SendAsync("POST", $"/v1/webhooks/{endpoint}/disable")).Text("state"));
        var skipped = await tenant.PostEventAsync();
        (await tenant.SendAsync("POST", $"/v1/webhooks/{endpoint}/test")).AssertProblem(409, "conflict");
        Assert.Equal("active", (await tenant.SendAsync("POST", $"/v1/webhooks/{endpoint}/enable")).Text("state"));
        var sent = await tenant.PostEventAsync();

        var delivery = (await tenant.SendAsync("GET", $"/v1/events/{skipped}")).At("event.deliveries")[0];
        Assert.Equal("skipped", delivery.GetProperty("status").GetString());
        Assert.Contains("disabled", delivery.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("PENDING", (await tenant.SendAsync("GET", $"/v1/events/{sent}")).Text("event.status"));
    }

    [Fact]
    public async Task RotateSecret_TheNinthLive_IsRefusedUntilOneEnds()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var created = await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/"}""");
        var id = created.Text("id");
        var secrets = new HashSet<string?>(StringComparer.Ordinal) { created.Text("secret") };

        for (var i = 0; i < 7; i++)
        {
            var rotated = await tenant.SendAsync("POST", $"/v1/webhooks/{id}/rotate-secret", """{"overlap_hours":1}""");
            Assert.Equal(200, rotated.Status);
            Assert.True(secrets.Add(rotated.Text("secret")));
        }

        (await tenant.SendAsync("POST", $"/v1/webhooks/{id}/rotate-secret", "{}")).AssertProblem(409, "conflict");
        var live = $"FROM endpoint_secrets WHERE endpoint_id = '{Guid.ParseExact(id![4..], "N")}' AND (expires_at IS NULL OR expires_at > now())";
        Assert.Equal(8, await fixture.Api.CountAsync($"SELECT count(*) {live}"));
        Assert.Equal(1, await fixture.Api.CountAsync($"SELECT count(*) {live} AND expires_at IS NULL"));
        await tenant.SendAsync("POST", $"/v1/webhooks/{id}/rotate-secret", """{"overlap_hours":0}""");
        Assert.Equal(1, await fixture.Api.CountAsync($"SELECT count(*) {live}"));
        (await tenant.SendAsync("POST", $"/v1/webhooks/{id}/rotate-secret", """{"overlap_hours":-1}""")).AssertProblem(422, "validation-failed");
    }

    [Fact]
    public async Task Change_OneValue_LeavesTheOthers()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var id = (await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/a","rate_limit":5}""")).Text("id");

        var changed = await tenant.SendAsync("PATCH", $"/v1/webhooks/{id}", """{"url":"https://example.com/b"}""");

        Assert.Equal(("https://example.com/b", 5), (changed.Text("url"), changed.At("rate_limit").GetInt32()));
        (await tenant.SendAsync("PATCH", $"/v1/webhooks/{id}", "{}")).AssertProblem(400, "invalid-request");
        (await tenant.SendAsync("PATCH", $"/v1/webhooks/{id}", """{"url":"http://127.1.1.1.1/"}""")).AssertProblem(422, "validation-failed");
    }

    [Fact]
    public async Task RetryPolicy_ThatNoWorkerHas_IsRefusedNamingThoseThereAre()
    {
        const string Slow = """{"url":"https://example.com/","retry_policy":"slow"}""";
        using var tenant = await fixture.Api.NewTenantAsync();

        // While no worker says what it has, nobody can tell.
        var early = await tenant.SendAsync("POST", "/v1/webhooks", Slow);
        Assert.Equal(201, early.Status);
        var url = $"/v1/webhooks/{early.Text("id")}";
        await fixture.Api.ExecuteAsync("INSERT INTO workers (worker_id, seen_at, heard, policies) VALUES (gen_random_uuid(), now() + interval '1 hour', 1000000, '{default,fast}')");
        try
        {
            var refused = (await tenant.SendAsync("POST", "/v1/webhooks", Slow)).AssertProblem(422, "validation-failed");
            Assert.Equal("There is no retry policy 'slow'. 'retry_policy' must be one of those that the workers have: default, fast.", refused);
            Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/","retry_policy":"fast"}""")).Status);

            // What is stored stays, also where it is sent back.
            Assert.Equal("slow", (await tenant.SendAsync("PATCH", url, """{"retry_policy":"slow","rate_limit":5}""")).Text("retry_policy"));
            Assert.Equal("fast", (await tenant.SendAsync("PATCH", url, """{"retry_policy":"fast"}""")).Text("retry_policy"));
            (await tenant.SendAsync("PATCH", url, """{"retry_policy":"slow"}""")).AssertProblem(422, "validation-failed");
            Assert.Equal("fast", (await tenant.SendAsync("GET", url)).Text("retry_policy"));
        }
        finally
        {
            await fixture.Api.ExecuteAsync("DELETE FROM workers");
        }
    }

    [Fact]
    public async Task Delete_Endpoint_CancelsWhatItHasNotReceived()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var endpoint = (await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/"}""")).Text("id");
        var id = await tenant.PostEventAsync();

        Assert.Equal(204, (await tenant.SendAsync("DELETE", $"/v1/webhooks/{endpoint}")).Status);

        (await tenant.SendAsync("GET", $"/v1/webhooks/{endpoint}")).AssertProblem(404, "not-found");
        var statuses = (await tenant.SendAsync("GET", $"/v1/events/{id}")).At("event.deliveries").EnumerateArray().Select(d => d.GetProperty("status").GetString());
        Assert.Equal(["cancelled", "pending"], statuses.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task DefaultEndpoint_DeletedOrNarrowed_StaysAsItIs()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var endpoint = (await tenant.SendAsync("GET", "/v1/webhooks")).At("items")[0].GetProperty("id").GetString();

        (await tenant.SendAsync("DELETE", $"/v1/webhooks/{endpoint}")).AssertProblem(409, "conflict");
        (await tenant.SendAsync("PATCH", $"/v1/webhooks/{endpoint}", """{"events":["a"]}""")).AssertProblem(422, "validation-failed");
        Assert.Equal(200, (await tenant.SendAsync("PATCH", $"/v1/webhooks/{endpoint}", """{"events":["*"],"operational":false,"rate_limit":9}""")).Status);
    }
}
