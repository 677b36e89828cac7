using Webhooks.Tests.Integration.Api;

namespace Webhooks.Tests.Integration.Door;

/// <summary>An API of its own, because these tests break its database.</summary>
public sealed class UnexpectedTests : IAsyncLifetime
{
    private ApiHost _api = null!;

    public async Task InitializeAsync() => _api = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task AnyRoute_ThatFailsUnexpectedly_AnswersAProblem()
    {
        using var tenant = await _api.NewTenantAsync();
        await _api.ExecuteAsync("ALTER TABLE dead_letters RENAME COLUMN failure_reason TO gone");

        var answer = await tenant.SendAsync("GET", "/v1/dlq", json: null, ("X-Correlation-Id", "my-own"));

        answer.AssertProblem(500, "unexpected");
        Assert.Equal("my-own", answer.Text("correlation_id"));
    }

    [Fact]
    public async Task Bulk_OneEventThatFailsUnexpectedly_LeavesTheOthersAnsweredFor()
    {
        using var tenant = await _api.NewTenantAsync();
        await _api.ExecuteAsync("""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON events FOR EACH ROW WHEN (NEW.event_type = 'poison') EXECUTE FUNCTION refuse();
            """);

        var answer = await tenant.SendAsync("POST", "/v1/events/bulk", """{"events":[{"event":"a"},{"event":"poison"},{"event":"b"}]}""");

        Assert.Equal((207, 2, 1), (answer.Status, answer.At("accepted").GetInt32(), answer.At("rejected").GetInt32()));
        Assert.Equal("/problems/unexpected", answer.At("results")[1].GetProperty("type").GetString());
        Assert.Equal(2, (await tenant.SendAsync("GET", "/v1/events")).At("total_count").GetInt32());
    }
}
