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

    [Theory]
    [InlineData("""{"enum":[1]}""")]
    [InlineData("""{"properties":{"n":{"uniqueItems":true,"const":5}}}""")]
    public async Task Post_NumberBeyondMachines_IsRefusedAndTheOthersStored(string schema)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/event-types", $$"""{"name":"a","schema":{{schema}}}""")).Status);

        (await tenant.SendAsync("POST", "/v1/events", """{"event":"a","n":1e99999999999}""")).AssertProblem(422, "schema-broken");
        var bulk = await tenant.SendAsync("POST", "/v1/events/bulk", """{"events":[{"event":"b"},{"event":"a","n":1e99999999999}]}""");

        Assert.Equal((207, 1, 1), (bulk.Status, bulk.At("accepted").GetInt32(), bulk.At("rejected").GetInt32()));
    }
}
