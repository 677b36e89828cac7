using System.Text;

namespace Webhooks.Tests.Integration.Api;

public sealed partial class EventTypeTests
{
    [Fact]
    public async Task Validate_PayloadThatFitsOrNot_IsToldWhatAnEventWouldBeAndNothingIsStored()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        await tenant.SendAsync("POST", "/v1/event-types", Order);
        const string Route = "/v1/event-types/order.paid/validate";

        var fits = await tenant.SendAsync("POST", Route, """{"id":"5","event":5,"idempotency_key":{}}""");
        var broken = await tenant.SendAsync("POST", "/api" + Route, """{"amount":0.05}""");

        Assert.Equal((200, """{"valid":true,"errors":[]}"""), (fits.Status, fits.Body));
        Assert.Equal((200, false), (broken.Status, broken.At("valid").GetBoolean()));
        var refused = await tenant.SendAsync("POST", "/v1/events", """{"event_type":"order.paid","payload":{"amount":0.05}}""");
        Assert.Equal(refused.At("errors").GetRawText(), broken.At("errors").GetRawText());
        Assert.Equal(0, (await tenant.SendAsync("GET", "/v1/events")).At("events").GetArrayLength());

        await tenant.SendAsync("POST", "/v1/event-types", """{"name":"order.paid"}""");
        Assert.True((await tenant.SendAsync("POST", Route, "{}")).At("valid").GetBoolean());
        await tenant.SendAsync("DELETE", "/v1/event-types/order.paid");
        (await tenant.SendAsync("POST", Route, "{}")).AssertProblem(404, "not-found");
    }

    [Fact]
    public async Task Validate_WhatCouldBeNoEvent_IsRefusedAsAnEventIs()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        await tenant.SendAsync("POST", "/v1/event-types", Order);
        const string Route = "/v1/event-types/order.paid/validate";

        foreach (var body in new[] { "", "[]", "5", "{\"a\"", "{} {}", $"{string.Concat(Enumerable.Repeat("{\"a\":", 64))}{{}}{new string('}', 64)}" })
        {
            (await tenant.SendAsync("POST", Route, body)).AssertProblem(400, "invalid-body");
        }

        (await tenant.SendAsync("POST", Route, $$"""{"a":"{{new string('x', 256 << 10)}}"}""")).AssertProblem(413, "body-too-large");
        (await tenant.SendAsync("POST", Route + "?dry_run=true", "{}")).AssertProblem(400, "invalid-request");
        using var text = new ByteArrayContent(Encoding.UTF8.GetBytes("{}"));
        text.Headers.TryAddWithoutValidation("Content-Type", "text/plain");
        (await tenant.SendAsync("POST", Route, text)).AssertProblem(415, "unsupported-media-type");
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public async Task Post_EventWhoseTypeIsDots_IsRefused(string type)
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        Assert.Contains("'.' or '..'", (await tenant.SendAsync("POST", "/v1/events", $$"""{"event":"{{type}}"}""")).AssertProblem(400, "invalid-body"), StringComparison.Ordinal);
        var bulk = await tenant.SendAsync("POST", "/v1/events/bulk", $$"""{"events":[{"event":"{{type}}"},{"event":"..."}]}""");
        Assert.Equal((207, 1), (bulk.Status, bulk.At("rejected").GetInt32()));
        Assert.Equal(422, (await tenant.SendAsync("POST", "/v1/webhooks", $$"""{"url":"http://localhost:9001/x","events":["{{type}}"]}""")).Status);
        Assert.Equal(400, (await tenant.SendAsync("GET", $"/v1/events?event_type={type}")).Status);
    }
}
