using Webhooks.Core.Tenants;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Api;

/// <summary>Servers of their own, because these tests stop them.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private static readonly TimeSpan PromptAnswer = TimeSpan.FromSeconds(6);

    private TestServers _servers = null!;
    private ApiHost _api = null!;
    private HttpClient _acme = null!;

    public async Task InitializeAsync()
    {
        _servers = await TestServers.StartNewAsync();
        _api = await ApiHost.StartAsync(_servers, "Development", ("Ingest:RelayAfter", "00:00:01"));
        _acme = _api.Client(LocalTenants.ApiKey("acme"));
    }

    public async Task DisposeAsync()
    {
        _acme.Dispose();
        await _api.DisposeAsync();
        await _servers.DisposeAsync();
    }

    [Fact]
    public async Task Post_WhileTheBrokerIsAway_IsCreatedAndPublishedLater()
    {
        await _acme.PostEventAsync();
        await _api.UntilPublishedAsync();
        await _servers.Nats.KillAsync();

        for (var i = 0; i < 20; i++)
        {
            await _acme.PostEventAsync();
        }

        await Eventually.TrueAsync(async () => (await _acme.SendAsync("GET", "/health")).Status == 503, "the loss is noticed");
        Assert.NotEqual(0, await _api.CountAsync(Rows.Unpublished));
        await _servers.Nats.StartAsync();
        await _api.UntilPublishedAsync();
        await _api.UntilReadyAsync();
    }

    [Fact]
    public async Task Post_WhileTheBrokerStalls_IsPublishedWithoutTheRelay()
    {
        const int Events = 200;
        await using var api = await ApiHost.StartAsync(_servers, "Development", ("Ingest:RelayAfter", "00:10:00"));
        using var acme = api.Client(LocalTenants.ApiKey("acme"));
        await acme.PostEventAsync();
        await api.UntilPublishedAsync();
        await _servers.Nats.FreezeAsync();
        for (var i = 0; i < Events; i++)
        {
            await acme.PostEventAsync();
        }

        Assert.Equal(Events, await api.CountAsync(Rows.Unpublished));
        await _servers.Nats.ThawAsync();
        await api.UntilPublishedAsync();
    }

    [Fact]
    public async Task Retry_WhileTheBrokerIsAway_IsAnsweredAndPublishedLater()
    {
        var id = await _acme.PostEventAsync();
        await _api.UntilPublishedAsync();
        await _api.SetDeliveriesAsync(id, "failed", attempts: 5);
        await _servers.Nats.KillAsync();

        var retried = await _acme.SendAsync("POST", $"/v1/events/{id}/retry");

        Assert.Equal((200, "PENDING"), (retried.Status, retried.Text("event.status")));
        await _servers.Nats.StartAsync();
        await _api.UntilPublishedAsync();
    }

    [Fact]
    public async Task AnyRoute_WhileTheDatabaseIsAway_SaysSoAndRecoversByItself()
    {
        await _acme.PostEventAsync("""{"n":0}""");
        await _servers.Postgres.StopAsync();

        foreach (var (method, url, body) in Requests())
        {
            await using var stalls = new StallWatch();
            var answer = await _acme.SendAsync(method, url, body);
            var detail = answer.AssertProblem(503, "temporarily-unavailable");
            Assert.True(
                method == "GET" != (detail.Contains("Nothing was stored", StringComparison.Ordinal) || detail.Contains("may have been carried out", StringComparison.Ordinal)),
                $"{method} {url}: {detail}");
            Assert.Equal("1", answer.Header("Retry-After"));
            Assert.True(stalls.Elapsed < PromptAnswer, $"{method} {url} took {stalls.Elapsed}.");
        }

        using (var nobody = _api.Client("wrong"))
        {
            (await nobody.SendAsync("GET", "/v1/events")).AssertProblem(401, "wrong-api-key");
        }

        Assert.Equal(503, (await _acme.SendAsync("GET", "/health")).Status);
        Assert.Equal(200, (await _acme.SendAsync("GET", "/alive")).Status);
        await _servers.Postgres.StartAsync();
        await Eventually.TrueAsync(async () => (await _acme.SendAsync("POST", "/v1/events", """{"n":1}""")).Status == 201, "events are accepted again");
        await _api.UntilReadyAsync();
        Assert.Equal(2, (await _acme.SendAsync("GET", "/v1/events")).At("total_count").GetInt32());
        Assert.Equal(0, await _api.CountAsync("SELECT count(*) FROM idempotency_keys"));
        await _api.UntilPublishedAsync();
    }

    [Fact]
    public async Task Post_UnderLoadWhileTheDatabaseCrashes_StoresExactlyWhatItAnswered()
    {
        using var stop = new CancellationTokenSource();
        var accepted = 0;
        var refused = 0;
        var posting = Enumerable.Range(0, 8).Select(async _ =>
        {
            while (!stop.IsCancellationRequested)
            {
                var answer = await _acme.SendAsync("POST", "/v1/events", "{}");
                Assert.True(answer.Status is 201 or 503, answer.Body);
                Interlocked.Increment(ref answer.Status == 201 ? ref accepted : ref refused);
            }
        }).ToList();

        await Eventually.TrueAsync(() => Task.FromResult(Volatile.Read(ref accepted) > 200), "200 events were accepted");
        await _servers.Postgres.KillAsync();
        await Eventually.TrueAsync(() => Task.FromResult(Volatile.Read(ref refused) > 0), "events are refused");
        await _servers.Postgres.StartAsync();
        var before = Volatile.Read(ref accepted);
        await Eventually.TrueAsync(() => Task.FromResult(Volatile.Read(ref accepted) > before + 100), "events are accepted again");
        await stop.CancelAsync();
        await Task.WhenAll(posting);

        // A commit whose answer was lost may be there without a 201; what was answered must be there, and whole.
        var events = await _api.CountAsync("SELECT count(*) FROM events");
        Assert.InRange(events, accepted, accepted + refused);
        Assert.Equal(events, await _api.CountAsync("SELECT count(*) FROM events WHERE event_id IN (SELECT unnest(event_ids) FROM outbox)"));
        await _api.UntilPublishedAsync();
    }

    private static IEnumerable<(string Method, string Url, string? Body)> Requests() =>
    [
        ("POST", "/v1/events", "{}"),
        ("POST", "/v1/events", """{"event_type":"a","payload":{},"idempotency_key":"k"}"""),
        ("POST", "/v1/events/bulk", """{"events":[{},{}]}"""),
        ("GET", "/v1/events", null),
        ("GET", "/v1/events/evt_00000000000000000000000000000000", null),
        ("GET", "/v1/tenants/current", null),
        ("POST", "/v1/tenants/current/keys", null),
        ("GET", "/v1/webhooks", null),
        ("GET", "/v1/deliveries", null),
        ("GET", "/v1/dlq", null),
        ("GET", "/v1/stats", null),
    ];
}
