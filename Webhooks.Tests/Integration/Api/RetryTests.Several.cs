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
}
