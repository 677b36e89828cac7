using Microsoft.Extensions.DependencyInjection;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Events;

namespace Webhooks.Tests.Integration.Api;

public sealed class IdempotencyTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Header = "Idempotency-Key";

    [Fact]
    public async Task Post_SameKeyAndBodyAgain_ReplaysTheAnswer()
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var first = await tenant.SendAsync("POST", "/v1/events", """{"a":1}""", (Header, "k1"));
        var second = await tenant.SendAsync("POST", "/v1/events", """{"a":1}""", (Header, "k1"));

        Assert.Equal((201, null), (first.Status, first.Header("Idempotent-Replayed")));
        Assert.Equal((201, "true"), (second.Status, second.Header("Idempotent-Replayed")));
        Assert.Equal(first.Body, second.Body);
        Assert.Equal(first.Header("Location"), second.Header("Location"));
        Assert.Equal(1, (await tenant.SendAsync("GET", "/v1/events")).At("total_count").GetInt32());
    }

    [Fact]
    public async Task Post_SameKeyOtherBody_IsRefusedAndStoresNothing()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        await tenant.SendAsync("POST", "/v1/events", """{"a":1}""", (Header, "k1"));

        var other = await tenant.SendAsync("POST", "/v1/events", """{"a":2}""", (Header, "k1"));

        other.AssertProblem(422, "idempotency-key-reused");
        Assert.Equal(1, (await tenant.SendAsync("GET", "/v1/events")).At("total_count").GetInt32());
    }

    [Fact]
    public async Task Post_SameKeyOfAnotherTenant_IsAnotherEvent()
    {
        using var one = await fixture.Api.NewTenantAsync();
        using var two = await fixture.Api.NewTenantAsync();

        var first = await one.SendAsync("POST", "/v1/events", "{}", (Header, "shared"));
        var second = await two.SendAsync("POST", "/v1/events", "{}", (Header, "shared"));

        Assert.Null(second.Header("Idempotent-Replayed"));
        Assert.NotEqual(first.Text("event_id"), second.Text("event_id"), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Post_KeyInTheTypedBody_CountsAsTheHeader()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        const string Body = """{"event_type":"a","payload":{},"idempotency_key":"k1"}""";

        var first = await tenant.SendAsync("POST", "/v1/events", Body);
        var second = await tenant.SendAsync("POST", "/v1/events", Body);

        Assert.Equal(first.Text("event_id"), second.Text("event_id"));
        Assert.Equal("true", second.Header("Idempotent-Replayed"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Post_OneKeyAHundredTimesAtOnce_IsOneEvent(int keys)
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i =>
            tenant.SendAsync("POST", "/v1/events", """{"a":1}""", (Header, $"key-{i % keys}"))));

        Assert.All(answers, answer => Assert.Equal(201, answer.Status));
        Assert.Equal(keys, answers.Select(answer => answer.Text("event_id")).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(100 - keys, answers.Count(answer => answer.Header("Idempotent-Replayed") == "true"));
        Assert.Equal(keys, (await tenant.SendAsync("GET", "/v1/events")).At("total_count").GetInt32());
    }

    [Fact]
    public async Task Post_DifferentBodiesUnderOneKeyAtOnce_OneWinsAndTheOthersAreRefused()
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            tenant.SendAsync("POST", "/v1/events", $$"""{"a":{{i}}}""", (Header, "k"))));

        Assert.Equal(1, answers.Count(answer => answer.Status == 201));
        Assert.Equal(19, answers.Count(answer => answer.Status == 422));
    }

    [Theory]
    [InlineData("")]
    [InlineData("long")]
    [InlineData("a\tb")]
    public async Task Post_KeyThatIsNone_IsRefused(string key)
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var answer = await tenant.SendAsync("POST", "/v1/events", "{}", (Header, key == "long" ? new string('k', 256) : key));

        answer.AssertProblem(400, "invalid-request");
    }

    /// <summary>The rows of one statement have the same transaction and the same place in it: claim and event are one round trip.</summary>
    [Fact]
    public async Task Post_WithAKey_IsClaimedAndStoredByOneStatement()
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var stored = await tenant.SendAsync("POST", "/v1/events", "{}", (Header, "k"));

        Assert.True(EventId.TryParse(stored.Text("event_id"), out var id));
        Assert.Equal(1, await fixture.Api.CountAsync(
            $"SELECT count(*) FROM idempotency_keys k JOIN events e USING (tenant_id, event_id) WHERE k.event_id = '{id.Value}' AND k.xmin = e.xmin AND k.cmin = e.cmin"));
    }

    [Fact]
    public async Task Post_TakenKeysAmongOthersAtOnce_AreNeitherStoredNorSent()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        await tenant.SendAsync("POST", "/v1/events", """{"a":0}""", (Header, "k"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 90).Select(i =>
            tenant.SendAsync("POST", "/v1/events", $$"""{"a":{{(i % 3 == 0 ? 0 : i)}}}""", (Header, i % 3 == 2 ? $"k-{i}" : "k"))));

        string[] wanted = ["201 true", "422 ", "201 "];
        Assert.All(answers.Index(), answer => Assert.Equal(wanted[answer.Index % 3], $"{answer.Item.Status} {answer.Item.Header("Idempotent-Replayed")}"));
        await fixture.Api.UntilPublishedAsync();
        var stored = (await tenant.SendAsync("GET", "/v1/events?limit=100")).At("events").EnumerateArray().Select(static one => one.GetProperty("event_id").GetString()!).ToHashSet();
        Assert.Equal(31, stored.Count);
        var sent = (await fixture.Api.Services.GetRequiredService<StreamSearch>().ReadAsync(1_000, CancellationToken.None))!.Select(static one => one.Delivery.Event).ToHashSet();
        Assert.Superset(stored, sent.Select(static id => id.ToString()).ToHashSet());
        Assert.Equal(sent.Count, await fixture.Api.CountAsync($"SELECT count(*) FROM events WHERE event_id IN ({string.Join(',', sent.Select(static id => $"'{id.Value}'"))})"));
        Assert.Equal(0, await fixture.Api.CountAsync("""
            SELECT count(*) FROM outbox o CROSS JOIN LATERAL unnest(o.event_ids, o.tenant_ids) AS u (event_id, tenant_id)
            WHERE NOT EXISTS (SELECT FROM events e WHERE e.tenant_id = u.tenant_id AND e.event_id = u.event_id)
            """));
    }
}
