using NATS.Client.Core;
using NATS.Client.JetStream;
using Webhooks.Core.Tenants;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Api;

public sealed partial class RetryTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Pending = """{"status":"PENDING"}""";

    [Theory]
    [InlineData("PATCH", "")]
    [InlineData("POST", "/retry")]
    public async Task Retry_FailedEvent_StartsACycleAndKeepsTheCount(string method, string suffix)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var id = await tenant.PostEventAsync();
        await fixture.Api.SetDeliveriesAsync(id, "failed", attempts: 5);

        var retried = await tenant.SendAsync(method, $"/v1/events/{id}{suffix}", method == "PATCH" ? Pending : null);

        Assert.Equal(200, retried.Status);
        Assert.Equal("PENDING", retried.Text("event.status"));
        Assert.Equal(5, retried.At("event.attempts").GetInt32());
        Assert.Equal(2, await fixture.Api.CountAsync($"SELECT cycle::bigint FROM deliveries WHERE event_id = '{Uuid(id)}'"));
    }

    [Fact]
    public async Task Retry_FailedEvent_IsPublishedAgain()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var id = await tenant.PostEventAsync();
        await fixture.Api.UntilPublishedAsync();
        var before = await MessagesAsync();
        await fixture.Api.SetDeliveriesAsync(id, "retrying", attempts: 1);

        await tenant.SendAsync("PATCH", $"/v1/events/{id}", Pending);

        await fixture.Api.UntilPublishedAsync();
        Assert.Equal(before + 1, await MessagesAsync());
    }

    [Theory]
    [InlineData("pending", 0, "PENDING")]
    [InlineData("delivered", 1, "DELIVERED")]
    [InlineData("cancelled", 1, "CANCELLED")]
    public async Task Retry_EventThatHasNotFailed_SaysWhy(string deliveryStatus, int attempts, string status)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var id = await tenant.PostEventAsync();
        await fixture.Api.SetDeliveriesAsync(id, deliveryStatus, attempts);

        var refused = await tenant.SendAsync("PATCH", $"/v1/events/{id}", Pending);

        Assert.Equal(
            $"Cannot retry event with status '{status}'. Only FAILED events can be retried.", refused.AssertProblem(400, "not-retryable"));
    }

    [Fact]
    public async Task Retry_TwentyAtTheSameMoment_OneWins()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        for (var round = 0; round < 5; round++)
        {
            var id = await tenant.PostEventAsync();
            await fixture.Api.SetDeliveriesAsync(id, "failed", attempts: 5);

            var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tenant.SendAsync("PATCH", $"/v1/events/{id}", Pending)));

            Assert.Equal(1, answers.Count(answer => answer.Status == 200));
            Assert.Equal(19, answers.Count(answer => answer.Status == 400));
            Assert.Equal(2, await fixture.Api.CountAsync($"SELECT cycle::bigint FROM deliveries WHERE event_id = '{Uuid(id)}'"));
        }
    }

    [Theory]
    [InlineData("""{"status":"DELIVERED"}""", "invalid-request")]
    [InlineData("""{"status":null}""", "invalid-request")]
    [InlineData("{}", "invalid-request")]
    [InlineData("""{"status":1}""", "invalid-body")]
    [InlineData("""{"sta""", "invalid-body")]
    [InlineData("[]", "invalid-body")]
    [InlineData("null", "invalid-body")]
    [InlineData("", "invalid-body")]
    public async Task Patch_AnythingButPending_IsRefused(string body, string slug)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var id = await tenant.PostEventAsync();
        await fixture.Api.SetDeliveriesAsync(id, "failed", attempts: 5);

        (await tenant.SendAsync("PATCH", $"/v1/events/{id}", body)).AssertProblem(400, slug);

        Assert.Equal("FAILED", (await tenant.SendAsync("GET", $"/v1/events/{id}")).Text("event.status"));
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PATCH", "")]
    [InlineData("POST", "/retry")]
    [InlineData("DELETE", "")]
    public async Task AnyOfThese_EventOfAnotherTenantOrNone_IsNotFound(string method, string suffix)
    {
        using var owner = await fixture.Api.NewTenantAsync();
        using var other = fixture.Api.Client(LocalTenants.ApiKey("globex"));
        var id = await owner.PostEventAsync();
        await fixture.Api.SetDeliveriesAsync(id, "failed", attempts: 5);

        foreach (var asked in new[] { id, "evt_00000000000000000000000000000000", "evt_", "nonsense", id.ToUpperInvariant() })
        {
            (await other.SendAsync(method, $"/v1/events/{asked}{suffix}", method == "PATCH" ? Pending : null)).AssertProblem(404, "not-found");
        }

        Assert.Equal("FAILED", (await owner.SendAsync("GET", $"/v1/events/{id}")).Text("event.status"));
    }

    [Fact]
    public async Task Delete_PendingEvent_CancelsItOnce()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var id = await tenant.PostEventAsync();

        var cancelled = await tenant.SendAsync("DELETE", $"/v1/events/{id}");

        Assert.Equal((200, "CANCELLED"), (cancelled.Status, cancelled.Text("event.status")));
        (await tenant.SendAsync("DELETE", $"/v1/events/{id}")).AssertProblem(409, "conflict");
    }

    [Theory]
    [InlineData("delivered")]
    [InlineData("failed")]
    public async Task Delete_FinishedEvent_IsAConflict(string deliveryStatus)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var id = await tenant.PostEventAsync();
        await fixture.Api.SetDeliveriesAsync(id, deliveryStatus, attempts: 1);

        (await tenant.SendAsync("DELETE", $"/v1/events/{id}")).AssertProblem(409, "conflict");
    }

    private static Guid Uuid(string id) => Guid.ParseExact(id[4..], "N");

    private async Task<long> MessagesAsync()
    {
        await using var nats = new NatsConnection(NatsOpts.Default with { Url = (await TestServers.GetAsync()).Nats.Url });
        var stream = await new NatsJSContext(nats).GetStreamAsync(fixture.Api.Prefix.ToUpperInvariant());
        return stream.Info.State.Messages;
    }
}
