using Webhooks.Tests.Integration.Api;

namespace Webhooks.Tests.Integration.Door;

// A value that no route takes, by its name and rule.
public sealed partial class StrictnessTests
{
    [Theory]
    [InlineData("POST", "/v1/webhooks", """{"url":"http://localhost:9001/x","event_types":["a.*"]}""", "'event_types' is no member")]
    [InlineData("POST", "/v1/webhooks", """{"URL":"http://localhost:9001/x"}""", "'URL' is no member")]
    [InlineData("POST", "/v1/webhooks", """{"url":"http://localhost:9001/x","url":"http://localhost:9001/y"}""", "'url' is given twice")]
    [InlineData("POST", "/v1/webhooks", """{"url":"http://localhost:9001/x","events":"a"}""", "'events' must be a list of texts")]
    [InlineData("POST", "/v1/webhooks", """{"url":"http://localhost:9001/x","events":["a",5]}""", "'events[1]' is of another type")]
    [InlineData("POST", "/v1/webhooks", """{"url":"http://localhost:9001/x","max_retries":"5"}""", "'max_retries' must be a whole number")]
    [InlineData("POST", "/v1/webhooks", """{"url":"http://localhost:9001/x","max_retries":1.5}""", "'max_retries' must be a whole number")]
    [InlineData("POST", "/v1/webhooks", """{"url":"http://localhost:9001/x","operational":"true"}""", "'operational' must be true or false")]
    [InlineData("POST", "/v1/webhooks", """{"url":"http://localhost:9001/x","description":""}""", "'description' is empty")]
    [InlineData("POST", "/v1/webhooks", """{"url":"http://localhost:9001/x","description":"a\u0000"}""", "'description' holds U+0000")]
    [InlineData("POST", "/v1/webhooks", """{"url":"http://localhost:9001/x","headers":{"X-A":5}}""", "'headers.X-A' is of another type")]
    [InlineData("POST", "/v1/webhooks", """{"url":"http://localhost:9001/x","headers":{"X-A":"1","X-A":"2"}}""", "'headers.X-A' is given twice")]
    [InlineData("POST", "/v1/webhooks", """{"url":"http://localhost:9001/x","":1}""", "'' is no member of this body. It may have url,")]
    [InlineData("POST", "/v1/replays", """{"filter":{"status":["failed"]}}""", "'filter.status' must be a text")]
    [InlineData("POST", "/v1/replays", """{"filter":{"since":176}}""", "'filter.since' must be a text")]
    [InlineData("POST", "/v1/webhooks", """{"url":"http://localhost:9001/x","events":["order created"]}""", "'order created' in 'events'")]
    [InlineData("POST", "/v1/webhooks", """{"url":"http://localhost:9001/x","events":["a/b.*"]}""", "'a/b.*' in 'events'")]
    [InlineData("POST", "/v1/dlq/requeue", """{"max_messages":2}""", "'max_messages' is no member")]
    [InlineData("POST", "/v1/event-types", """{"name":"q","shema":{}}""", "'shema' is no member")]
    [InlineData("POST", "/v1/event-types", """{"name":"order created"}""", "'name' must be 1 to 128")]
    [InlineData("POST", "/v1/events/bulk", """{"events":[{}],"atomic":true}""", "'atomic' is no member")]
    [InlineData("POST", "/v1/events/bulk", """{"events":[{}],"events":[{}]}""", "'events' is given twice")]
    [InlineData("DELETE", "/v1/deliveries?status=delivered&older_then_days=30", null, "'older_then_days' is no query parameter")]
    [InlineData("GET", "/v1/events?event_type=order%20created", null, "'event_type' must be 1 to 128")]
    [InlineData("GET", "/v1/events?limit=5%00", null, "'limit'")]
    [InlineData("GET", "/v1/events?since=12:00", null, "'since' must be")]
    [InlineData("GET", "/v1/events?since=2026-01-21T12:00:00", null, "'since' must be")]
    [InlineData("GET", "/v1/events?since=2026-01-21", null, "'since' must be")]
    [InlineData("GET", "/v1/stats?since=%202026-01-21T12:00:00Z", null, "'since' must be")]
    [InlineData("GET", "/v1/events?LIMIT=1", null, "'LIMIT' is no query parameter of this route. It takes ")]
    [InlineData("GET", "/v1/events?since=0001-01-01T00:00:00Z", null, "'since' must be a time in the years 1970 to 9999")]
    [InlineData("DELETE", "/v1/deliveries?older_than_days=0.5", null, "'older_than_days' must be a whole number of days from 0 to 3650")]
    [InlineData("DELETE", "/v1/dlq?older_than_days=0.5", null, "'older_than_days' must be a whole number of days from 0 to 3650")]
    [InlineData("POST", "/v1/webhooks", """{"url":"http://localhost:9001/x","max_retries":99999999999}""", "of 2147483647 at most")]
    [InlineData("POST", "/v1/webhooks", """{"url":"http://localhost:9001/x","max_retries":5.0}""", "written in digits (5, and not 5.0 or 5e0)")]
    [InlineData("POST", "/v1/webhooks", """{"url":"http://localhost:9001/x","headers":{"zz.z\"q":5}}""", """'headers["zz.z\"q"]' is of another type""")]
    [InlineData("POST", "/v1/webhooks", """{"url":"http://localhost:9001/x","events":["a",null]}""", "'events[1]' is null")]
    [InlineData("POST", "/v1/webhooks", """{"url":"http://localhost:9001/x","description":"\ud800"}""", "'description' holds half of a surrogate pair")]
    [InlineData("POST", "/v1/webhooks", """{"url":"http://localhost:9001/x","events":["a","\udc00"]}""", "'events[1]' holds half of a surrogate pair")]
    [InlineData("POST", "/v1/webhooks", """{"url":"http://localhost:99999/x"}""", "'url' is refused by the rule 'url-port'. The URL's port must be a number from 1 to 65535")]
    [InlineData("PATCH", "/v1/events/x", """{"status":"\ud800"}""", "'status' holds half of a surrogate pair")]
    [InlineData("POST", "/v1/events", """{"event_type":"\ud800"}""", "surrogate")]
    public async Task Request_WithAMistake_IsRefusedByNameAndRule(string method, string url, string? body, string expected)
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var answer = await tenant.SendAsync(method, url, body);

        Assert.True(answer.Status is 400 or 422, answer.Body);
        Assert.Contains(expected, answer.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1769000000")]
    [InlineData("2026-01-21T12:00Z")]
    [InlineData("2026-01-21T12:00:00Z")]
    [InlineData("2026-01-21T12:00:00.1234567%2B00:00")]
    [InlineData("2026-01-21T12:00:00+00:00")]
    [InlineData("2026-01-21T12:00:00-03:30")]
    public async Task Since_InFullIso8601OrUnixSeconds_IsTaken(string since)
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        Assert.Equal(200, (await tenant.SendAsync("GET", "/v1/events?since=" + since)).Status);
    }

    [Theory]
    [InlineData("%20")]
    [InlineData("%0A")]
    public async Task Id_FollowedByWhiteSpace_IsNotFound(string suffix)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var id = await tenant.PostEventAsync();
        Assert.Equal(200, (await tenant.SendAsync("GET", $"/v1/events/{id}")).Status);

        foreach (var url in new[] { $"/v1/events/{id}{suffix}", $"/v1/deliveries/dlv_{id[4..]}0000{suffix}", $"/v1/events?event_id={id}{suffix}" })
        {
            var answer = await tenant.SendAsync("GET", url);
            Assert.True(answer.Status is 400 or 404, $"{url}: {answer.Status}");
            Assert.Equal("application/problem+json", answer.ContentType);
        }
    }
}
