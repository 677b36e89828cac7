using System.Text.Json;
using Webhooks.Testing;

namespace Webhooks.Tests.Integration.Api;

public sealed class SchemaReplayTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Post_AgainAfterTheSchemaChanged_IsTheFirstAnswer()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        const string Event = """{"event":"a"}""";
        var first = await tenant.SendAsync("POST", "/v1/events", Event, ("Idempotency-Key", "k"));
        Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/event-types", """{"name":"a","schema":{"required":["x"]}}""")).Status);

        var again = await tenant.SendAsync("POST", "/v1/events", Event, ("Idempotency-Key", "k"));

        Assert.Equal((201, "true", first.Text("event_id")), (again.Status, again.Header("Idempotent-Replayed"), again.Text("event_id")));
        (await tenant.SendAsync("POST", "/v1/events", """{"event":"a","y":1}""", ("Idempotency-Key", "k"))).AssertProblem(422, "idempotency-key-reused");
        (await tenant.SendAsync("POST", "/v1/events", Event, ("Idempotency-Key", "other"))).AssertProblem(422, "schema-broken");
    }

    [Fact]
    public async Task PostBulk_MoreCostlyEventsThanARequestMayHave_TellsThoseToComeAgain()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var pattern = """{"pattern":"[ab]*a[ab]{15}c"}""";
        var schema = $$$$"""{"properties":{"t":{"anyOf":[{{{{string.Join(',', Enumerable.Repeat(pattern, 50))}}}}]}}}""";
        Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/event-types", $$"""{"name":"costly","schema":{{schema}}}""")).Status);
        var events = Enumerable.Repeat(new string('a', 10_000), 30).Append(new string('a', 20) + "c").Select(static text => $$"""{"event":"costly","t":"{{text}}"}""");

        var answer = await tenant.SendAsync("POST", "/v1/events/bulk", $$"""{"events":[{{string.Join(',', events)}}]}""");

        Assert.Equal((207, "1"), (answer.Status, answer.Header("Retry-After")));
        var types = answer.At("results").EnumerateArray().Select(static item => item.TryGetProperty("type", out var type) ? type.GetString() : null).ToList();
        Assert.Equal(["/problems/schema-broken", "/problems/too-much-at-once", null], types.Distinct());
        Assert.Equal((1, true), (answer.At("accepted").GetInt32(), types[^1] is null));
        Assert.Contains("Send fewer at once", answer.At("results")[29].GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PostBulk_AgainUnderItsKey_ChecksOnlyWhatIsNotStored()
    {
        const int Events = 60;
        using var tenant = await fixture.Api.NewTenantAsync();
        var patterns = string.Join(',', Enumerable.Repeat("""{"pattern":"[ab]*a[ab]{15}c"}""", 25));
        var schema = $$$"""{"properties":{"t":{"anyOf":[{{{patterns}}},true]} } }""";
        Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/event-types", $$"""{"name":"costly","schema":{{schema}}}""")).Status);
        var body = $$"""{"events":[{{string.Join(',', Enumerable.Range(0, Events).Select(static n => $$"""{"event":"costly","n":{{n}},"t":"{{new string('a', 900)}}"}"""))}}]}""";

        var first = await tenant.SendAsync("POST", "/v1/events/bulk", body, ("Idempotency-Key", "k"));
        var last = first;
        await Eventually.TrueAsync(
            async () => (last = await tenant.SendAsync("POST", "/v1/events/bulk", body, ("Idempotency-Key", "k"))).At("accepted").GetInt32() == Events, "all are stored");

        Assert.InRange(first.At("accepted").GetInt32(), 1, Events - 1);
        Assert.Empty(Ids(first).Except(Ids(last)));
        Assert.Equal(Events, Ids(last).Distinct().Count());

        static IEnumerable<string> Ids(Answer answer) => answer.At("results").EnumerateArray()
            .Where(static one => one.TryGetProperty("event_id", out var id) && id.ValueKind == JsonValueKind.String).Select(static one => one.GetProperty("event_id").GetString()!);
    }

    [Theory]
    [InlineData("""{"enum":[1]}""")]
    [InlineData("""{"properties":{"n":{"uniqueItems":true,"const":5}}}""")]
    public async Task Post_NumberBeyondMachines_IsRefusedAndTheOthersStored(string schema)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/event-types", $$"""{"name":"a","schema":{{schema}}}""")).Status);

        (await tenant.SendAsync("POST", "/v1/events", """{"event":"a","n":1e99999999999}""")).AssertProblem(422, "schema-broken");
        var bulk = await tenant.SendAsync("POST", "/v1/events/bulk", """{"events":[{"event":"b"},{"event":"a","n":1e99999999999}]}""");

        Assert.Equal((207, 1, 1, (string?)null), (bulk.Status, bulk.At("accepted").GetInt32(), bulk.At("rejected").GetInt32(), bulk.Header("Retry-After")));
    }
}
