namespace Webhooks.Tests.Integration.Api;

// An event that goes to several endpoints.
public sealed partial class RetryTests
{
    [Theory]
    [InlineData("PATCH", "")]
    [InlineData("POST", "/retry")]
    public async Task Retry_OfSeveralDeliveries_SaysWhichDoNotGoAndWhy(string method, string suffix)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var hooks = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in new[] { "active", "paused", "disabled", "deleted", "skipped", "cancelled", "delivered" })
        {
            hooks[name] = (await tenant.SendAsync("POST", "/v1/webhooks", $$"""{"url":"https://example.com/{{name}}"}""")).Text("id")!;
        }

        var id = await tenant.PostEventAsync();
        await fixture.Api.UntilPublishedAsync();
        await fixture.Api.SetDeliveriesAsync(id, "failed", attempts: 5);
        foreach (var status in new[] { "skipped", "cancelled", "delivered" })
        {
            await fixture.Api.ExecuteAsync($"UPDATE deliveries SET status = '{status}' WHERE endpoint_id = '{Uuid(hooks[status])}'");
        }

        Assert.Equal(200, (await tenant.SendAsync("POST", $"/v1/webhooks/{hooks["paused"]}/pause")).Status);
        Assert.Equal(200, (await tenant.SendAsync("POST", $"/v1/webhooks/{hooks["disabled"]}/disable")).Status);
        Assert.Equal(204, (await tenant.SendAsync("DELETE", $"/v1/webhooks/{hooks["deleted"]}")).Status);

        var retried = await tenant.SendAsync(method, $"/v1/events/{id}{suffix}", method == "PATCH" ? Pending : null);

        Assert.Equal((200, "PENDING"), (retried.Status, retried.Text("event.status")));
        var endpoints = retried.At("event.deliveries").EnumerateArray()
            .ToDictionary(static one => one.GetProperty("delivery_id").GetString()!, static one => one.GetProperty("endpoint_id").GetString()!, StringComparer.Ordinal);
        var again = retried.At("retried").EnumerateArray().Select(one => endpoints[one.GetString()!]).ToList();
        Assert.Equal(3, again.Count);
        Assert.Empty(new[] { hooks["active"], hooks["paused"] }.Except(again, StringComparer.Ordinal));
        var others = retried.At("not_sent").EnumerateArray().ToDictionary(static one => one.GetProperty("endpoint_id").GetString()!, static one => one.GetProperty("reason").GetString(), StringComparer.Ordinal);
        Assert.All(retried.At("not_sent").EnumerateArray(), one => Assert.Equal(one.GetProperty("endpoint_id").GetString(), endpoints[one.GetProperty("delivery_id").GetString()!]));
        Assert.Equal(5, others.Count);
        foreach (var (name, reason) in new[] { ("paused", "endpoint_paused"), ("disabled", "endpoint_disabled"), ("deleted", "endpoint_deleted"), ("skipped", "skipped"), ("cancelled", "cancelled") })
        {
            Assert.Equal(reason, others[hooks[name]]);
        }
    }

    [Fact]
    public async Task Retry_TwoAtOnceWithADeletedEndpoint_OneIsToldThatTheOtherHasBegun()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var (id, _) = await FailedAndDeletedAsync(tenant);

        var both = await Task.WhenAll(tenant.SendAsync("POST", $"/v1/events/{id}/retry"), tenant.SendAsync("POST", $"/v1/events/{id}/retry"));

        Assert.Equal([200, 400], both.Select(static answer => answer.Status).Order());
        Assert.Contains("'PENDING'", both.Single(static answer => answer.Status == 400).AssertProblem(400, "not-retryable"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_OneEndpointDisabledAnotherDeleted_NamesWhatCanBeMended()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var (id, hook) = await FailedAndDeletedAsync(tenant);
        Assert.Equal(200, (await tenant.SendAsync("POST", $"/v1/webhooks/{hook}/disable")).Status);

        Assert.Contains("nable it first", (await tenant.SendAsync("POST", $"/v1/events/{id}/retry")).AssertProblem(409, "conflict"), StringComparison.Ordinal);
    }

    // With the endpoint that is there; the deleted one has the other place.
    private async Task<(string EventId, string Endpoint)> FailedAndDeletedAsync(HttpClient tenant)
    {
        var hooks = new List<string>();
        foreach (var name in new[] { "kept", "gone" })
        {
            hooks.Add((await tenant.SendAsync("POST", "/v1/webhooks", $$"""{"url":"https://example.com/{{name}}","events":["several"]}""")).Text("id")!);
        }

        var id = (await tenant.SendAsync("POST", "/v1/events", """{"event":"several"}""")).Text("event_id")!;
        await fixture.Api.UntilPublishedAsync();
        await fixture.Api.SetDeliveriesAsync(id, "failed", attempts: 5);
        await fixture.Api.ExecuteAsync($"UPDATE deliveries SET status = 'delivered' WHERE event_id = '{Guid.ParseExact(id[4..], "N")}' AND endpoint_id NOT IN ('{Uuid(hooks[0])}', '{Uuid(hooks[1])}')");
        Assert.Equal(204, (await tenant.SendAsync("DELETE", $"/v1/webhooks/{hooks[1]}")).Status);
        return (id, hooks[0]);
    }
}
