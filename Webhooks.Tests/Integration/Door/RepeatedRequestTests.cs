using Webhooks.Tests.Integration.Api;

namespace Webhooks.Tests.Integration.Door;

/// <summary>Idempotency-Key, on every route that takes it.</summary>
public sealed class RepeatedRequestTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string TestUrl = "/test-webhook?webhook_url=http://localhost:9001/x";

    [Fact]
    public async Task Bulk_SameKeyAndBody_StoresOnceAndAnswersTheSame()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        const string Body = """{"events":[[],{"event":"a"},{"event_type":"b","payload":{}}]}""";

        var first = await tenant.SendAsync("POST", "/v1/events/bulk", Body, ("Idempotency-Key", "k"));
        var again = await tenant.SendAsync("POST", "/v1/events/bulk", Body, ("Idempotency-Key", "k"));

        Assert.Equal((207, 207, null, "true"), (first.Status, again.Status, first.Header("Idempotent-Replayed"), again.Header("Idempotent-Replayed")));
        Assert.Equal(Ids(first), Ids(again));
        Assert.Equal(2, (await tenant.SendAsync("GET", "/v1/events")).At("total_count").GetInt32());
    }

    [Fact]
    public async Task Bulk_AgainAfterASchemaWasRelaxed_StoresNothingTwice()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        await tenant.SendAsync("POST", "/v1/event-types", """{"name":"strict","schema":{"required":["x"]}}""");
        const string Body = """{"events":[{"event":"strict"},{"event":"a"},{"event":"b"}]}""";

        var first = await tenant.SendAsync("POST", "/v1/events/bulk", Body, ("Idempotency-Key", "k"));
        await tenant.SendAsync("DELETE", "/v1/event-types/strict");
        var again = await tenant.SendAsync("POST", "/v1/events/bulk", Body, ("Idempotency-Key", "k"));

        Assert.Equal((207, 201), (first.Status, again.Status));
        Assert.Equal(Ids(first).Skip(1), Ids(again).Skip(1));
        Assert.Equal(3, (await tenant.SendAsync("GET", "/v1/events")).At("total_count").GetInt32());
    }

    [Fact]
    public async Task Bulk_AgainAfterASchemaWasTightened_AnswersTheSame()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        const string Body = """{"events":[{"event":"strict"},{"event":"a"},{"event":"strict"}]}""";

        var first = await tenant.SendAsync("POST", "/v1/events/bulk", Body, ("Idempotency-Key", "k"));
        await tenant.SendAsync("POST", "/v1/event-types", """{"name":"strict","schema":{"required":["x"]}}""");
        var again = await tenant.SendAsync("POST", "/v1/events/bulk", Body, ("Idempotency-Key", "k"));

        Assert.Equal((201, 201, "true"), (first.Status, again.Status, again.Header("Idempotent-Replayed")));
        Assert.Equal(Ids(first), Ids(again));
    }

    [Fact]
    public async Task Bulk_SameKeyAndAnotherBody_IsRefusedAsAWhole()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        await tenant.SendAsync("POST", "/v1/events/bulk", """{"events":[{"n":1}]}""", ("Idempotency-Key", "k"));

        foreach (var body in new[] { """{"events":[[],{"n":2}]}""", """{"events":[{"n":1},{"n":2}]}""" })
        {
            (await tenant.SendAsync("POST", "/v1/events/bulk", body, ("Idempotency-Key", "k"))).AssertProblem(422, "idempotency-key-reused");
        }

        Assert.Equal(1, (await tenant.SendAsync("GET", "/v1/events")).At("total_count").GetInt32());
    }

    [Fact]
    public async Task Bulk_KeyOfTheRequestAndOfAnEvent_IsRefused()
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var detail = (await tenant.SendAsync(
            "POST", "/v1/events/bulk", """{"events":[{},{"event_type":"a","payload":{},"idempotency_key":"x"}]}""", ("Idempotency-Key", "k"))).AssertProblem(400, "invalid-request");

        Assert.Contains("Event 1", detail, StringComparison.Ordinal);
        Assert.Equal(0, (await tenant.SendAsync("GET", "/v1/events")).At("total_count").GetInt32());
    }

    [Fact]
    public async Task Bulk_RejectedItems_SayTheirProblem()
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var answer = await tenant.SendAsync("POST", "/v1/events/bulk", """{"events":[{},[],{"event":"a b"},{"event_type":"a","payload":{},"idempotency_key":""}]}""");

        Assert.Equal((207, 1, 3), (answer.Status, answer.At("accepted").GetInt32(), answer.At("rejected").GetInt32()));
        foreach (var item in answer.At("results").EnumerateArray().Skip(1))
        {
            Assert.Equal("/problems/invalid-body", item.GetProperty("type").GetString());
            Assert.NotEmpty(item.GetProperty("title").GetString()!);
            Assert.NotEmpty(item.GetProperty("error").GetString()!);
        }
    }

    [Fact]
    public async Task Event_KeysThatDiffer_AreRefused()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        const string Body = """{"event_type":"a","payload":{},"idempotency_key":"one"}""";

        (await tenant.SendAsync("POST", "/v1/events", Body, ("Idempotency-Key", "other"))).AssertProblem(400, "invalid-request");
        Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/events", Body, ("Idempotency-Key", "one"))).Status);
    }

    [Fact]
    public async Task TestWebhook_SameKey_IsSentOnceAndAnswersTheSame()
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var first = await tenant.SendAsync("POST", TestUrl, "{}", ("Idempotency-Key", "k"));
        var again = await tenant.SendAsync("POST", TestUrl, "{}", ("Idempotency-Key", "k"));

        Assert.Equal((200, first.Body, "true"), (again.Status, again.Body, again.Header("Idempotent-Replayed")));
        (await tenant.SendAsync("POST", TestUrl, "[]", ("Idempotency-Key", "k"))).AssertProblem(422, "idempotency-key-reused");
        Assert.Equal(1, (await tenant.SendAsync("GET", "/v1/events")).At("total_count").GetInt32());
    }

    [Fact]
    public async Task EndpointTest_SameKey_IsSentOnceAndForOneEndpoint()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var one = (await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"http://localhost:9001/1"}""")).Text("id");
        var other = (await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"http://localhost:9001/2"}""")).Text("id");

        var first = await tenant.SendAsync("POST", $"/v1/webhooks/{one}/test", "{}", ("Idempotency-Key", "k"));
        var again = await tenant.SendAsync("POST", $"/v1/webhooks/{one}/test", json: null, ("Idempotency-Key", "k"));

        Assert.Equal((201, first.Body, "true"), (again.Status, again.Body, again.Header("Idempotent-Replayed")));
        (await tenant.SendAsync("POST", $"/v1/webhooks/{other}/test", json: null, ("Idempotency-Key", "k"))).AssertProblem(422, "idempotency-key-reused");
    }

    private static IEnumerable<string?> Ids(Answer answer) =>
        answer.At("results").EnumerateArray().Select(static item => item.TryGetProperty("event_id", out var id) ? id.GetString() : null);
}
