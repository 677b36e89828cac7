using System.Text;
using System.Text.Json;
using Webhooks.Signing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Delivery;

[Trait("Category", "Delivery")]
public sealed class RequestTests
{
    private const string Awkward = """{ "event" : "a.b",  "n": 1.50e+3, "t":"\u00e9é\ud83d\ude00", "o":{"z":1,"a":[ 1,2 ]} }""";

    [Fact]
    public async Task Deliver_EveryAttempt_IsSignedAnewUnderTheSameId()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync(StackSettings.Polite);
        endpoint.Script(Reply.Status(503, "Wait", "", ("Retry-After", "2")), Reply.Unavailable, Reply.Ok);

        var id = await endpoint.PostAsync(Awkward);

        var visits = await endpoint.UntilVisitsAsync(2);
        Assert.All(visits, visit =>
        {
            var verdict = endpoint.Verify(visit);
            Assert.Equal(SignatureProfile.All, verdict.Valid);
            Assert.Equal($"evt_{id:N}", visit.Id);
            Assert.Equal("a.b", visit["X-Webhook-Event"]);
            Assert.Equal("application/json", visit["Content-Type"]);
            Assert.StartsWith("Aspire-Webhooks/", visit["User-Agent"], StringComparison.Ordinal);
            Assert.Equal(Awkward, Encoding.UTF8.GetString(visit.Body));
        });
        Assert.Equal([1, 2], visits.Take(2).Select(visit => visit.Attempt));
        Assert.True(long.Parse(visits[1][WebhookHeaders.Timestamp]) > long.Parse(visits[0][WebhookHeaders.Timestamp]));
    }

    [Fact]
    public async Task Deliver_AnyAttempt_IsKeptWithWhereItWentButNotWithItsQuery()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        await endpoint.ChangeAsync("url = url || '?token=s3cret'");

        var id = await endpoint.PostAsync();
        await stack.UntilAsync(id, "delivered");

        using var response = await endpoint.SendAsync(HttpMethod.Get, $"/v1/deliveries/dlv_{id:N}0000", null);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var attempt = Assert.Single(json.RootElement.GetProperty("attempt_log").EnumerateArray());
        Assert.Equal(stack.Receiver.Url(endpoint.Path).AbsoluteUri, attempt.GetProperty("url").GetString());
    }

    [Theory]
    [InlineData("commandé", "command%C3%A9")]
    [InlineData("注文.作成", "%E6%B3%A8%E6%96%87.%E4%BD%9C%E6%88%90")]
    public async Task Deliver_EventTypeBeyondAscii_ArrivesPercentEncoded(string eventType, string header)
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();

        await endpoint.PostAsync($$"""{"event":"{{eventType}}"}""");

        Assert.Equal(header, Assert.Single(await endpoint.UntilVisitsAsync(1))["X-Webhook-Event"]);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("raw", false)]
    [InlineData("envelope", true)]
    public async Task Deliver_RawEvent_TakesTheFormThatTheEndpointWants(string? format, bool enveloped)
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync(columns: format is null ? null : $"payload_format = '{format}'");

        var id = await endpoint.PostAsync(Awkward);

        AssertBody(Assert.Single(await endpoint.UntilVisitsAsync(1)), id, "a.b", Awkward, enveloped);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("raw", false)]
    [InlineData("envelope", true)]
    public async Task Deliver_TypedEvent_TakesTheFormThatTheEndpointWants(string? format, bool enveloped)
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync(columns: format is null ? null : $"payload_format = '{format}'");

        var id = await endpoint.PostAsync($$"""{"event_type":"order.paid","payload":{{Awkward}}}""");

        AssertBody(Assert.Single(await endpoint.UntilVisitsAsync(1)), id, "order.paid", Awkward, enveloped);
    }

    [Fact]
    public async Task Deliver_LargestBody_ArrivesByteForByte()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        var body = $$"""{"a":"{{new string('x', (256 << 10) - 8)}}"}""";

        await endpoint.PostAsync(body);

        var visit = Assert.Single(await endpoint.UntilVisitsAsync(1));
        Assert.Equal(256 << 10, visit.Body.Length);
        Assert.Equal(body, Encoding.UTF8.GetString(visit.Body));
        Assert.True(endpoint.Verify(visit).IsVerified);
    }

    [Fact]
    public async Task Deliver_TraceOfThePoster_GoesOn()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        endpoint.Script(Reply.Unavailable, Reply.Ok);
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        await endpoint.PostAsync("{}", ("traceparent", $"00-{Trace}-00f067aa0ba902b7-01"));

        var visits = await endpoint.UntilVisitsAsync(2);
        Assert.All(visits, visit => Assert.Matches($"^00-{Trace}-[0-9a-f]{{16}}-01$", visit["traceparent"]));
    }

    [Fact]
    public async Task Deliver_TraceOfWhoTestsAnEndpoint_GoesOn()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();

        using var answer = await endpoint.SendAsync(HttpMethod.Post, $"/v1/webhooks/{endpoint.Id}/test", null);

        var trace = answer.Headers.GetValues("X-Correlation-Id").Single();
        Assert.All(await endpoint.UntilVisitsAsync(1), visit => Assert.Matches($"^00-{trace}-[0-9a-f]{{16}}-0[01]$", visit["traceparent"]));
    }

    [Fact]
    public async Task Deliver_EndpointsOwnHeaders_AreSent()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        Assert.Equal(200, await endpoint.StatusAsync(HttpMethod.Patch, $"/v1/webhooks/{endpoint.Id}", """{"headers":{"X-Api-Token":"abc","X-Other":"1 2"}}"""));
        await stack.UntilKnownAsync(endpoint);

        await endpoint.PostAsync();

        var visit = Assert.Single(await endpoint.UntilVisitsAsync(1));
        Assert.Equal(("abc", "1 2"), (visit["X-Api-Token"], visit["X-Other"]));
    }

    [Theory]
    [InlineData(SignatureProfile.Stripe)]
    [InlineData(SignatureProfile.Standard)]
    [InlineData(SignatureProfile.XWebhookSignature)]
    public async Task Deliver_NarrowProfile_SignsThatWayOnly(SignatureProfile profile)
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync(columns: $"signatures = {(int)profile}");

        await endpoint.PostAsync();

        var verdict = endpoint.Verify(Assert.Single(await endpoint.UntilVisitsAsync(1)));
        Assert.Equal((profile, profile), (verdict.Present, verdict.Valid));
    }

    private static void AssertBody(Visit visit, Guid id, string type, string payload, bool enveloped)
    {
        var body = Encoding.UTF8.GetString(visit.Body);
        if (!enveloped)
        {
            Assert.Equal(payload, body);
            return;
        }

        using var json = JsonDocument.Parse(body);
        var time = json.RootElement.GetProperty("timestamp").GetString();
        Assert.Equal($$"""{"id":"evt_{{id:N}}","event":"{{type}}","timestamp":"{{time}}","data":{{payload}}}""", body);
        Assert.InRange(TimeProvider.System.GetUtcNow() - DateTimeOffset.Parse(time!), TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }
}
