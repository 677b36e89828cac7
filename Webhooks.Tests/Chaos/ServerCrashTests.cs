using System.Net;
using Webhooks.Testing;

namespace Webhooks.Tests.Chaos;

[Trait("Category", "Chaos")]
public sealed class ServerCrashTests(CrashFixture fixture) : IClassFixture<CrashFixture>
{
    private readonly CrashStack _stack = fixture.Stack;

    [Fact]
    public async Task KillApi_BetweenCommitAndPublish_DeliversEveryEventOnce()
    {
        var endpoint = await _stack.AddEndpointAsync();
        var ledger = new Ledger(_stack, endpoint);
        await _stack.Nats.KillAsync();

        await ledger.PostAsync(40);
        Assert.Equal(40, ledger.Accepted.Count);
        await _stack.ApiProcess.KillAsync();
        await Task.WhenAll(_stack.Nats.StartAsync(), _stack.ApiProcess.StartAsync());

        await ledger.AssertDeliveredAsync(exactlyOnce: true);
        await _stack.UntilReadyAsync();
    }

    [Fact]
    public async Task KillNats_UnderLoad_LosesNothing()
    {
        var endpoint = await _stack.AddEndpointAsync();
        var ledger = new Ledger(_stack, endpoint);
        using var stop = new CancellationTokenSource();
        var posting = ledger.PostUntilAsync(stop.Token);
        await endpoint.UntilVisitsAsync(20);

        await _stack.Nats.KillAsync();
        await ledger.UntilAcceptedAsync(ledger.Accepted.Count + 50);
        await _stack.Nats.StartAsync();
        await ledger.UntilAcceptedAsync(ledger.Accepted.Count + 20);
        await stop.CancelAsync();
        await posting;

        await ledger.AssertDeliveredAsync();
        Assert.Empty(ledger.Refused);
        Assert.Equal(0, ledger.Broken);
        await _stack.UntilReadyAsync();
    }

    [Fact]
    public async Task KillPostgres_UnderLoad_IsAnsweredWith503AndLosesNothing()
    {
        var endpoint = await _stack.AddEndpointAsync();
        var ledger = new Ledger(_stack, endpoint);
        using var stop = new CancellationTokenSource();
        var posting = ledger.PostUntilAsync(stop.Token);
        await endpoint.UntilVisitsAsync(20);

        await _stack.Postgres.KillAsync();
        await Eventually.TrueAsync(() => Task.FromResult(ledger.Refused.Count >= 20), "requests are refused");
        Assert.False(await _stack.ApiProcess.IsReadyAsync());
        await _stack.Postgres.StartAsync();
        _stack.Database.Clear();
        await ledger.UntilAcceptedAsync(ledger.Accepted.Count + 20);
        await stop.CancelAsync();
        await posting;

        Assert.All(ledger.Refused, status => Assert.Equal(HttpStatusCode.ServiceUnavailable, status));
        Assert.All(ledger.RetryAfter, Assert.NotNull);
        Assert.Equal(0, ledger.Broken);
        await ledger.AssertDeliveredAsync();
        await _stack.UntilReadyAsync();
    }

    [Fact]
    public async Task KillRedis_UnderLoad_ChangesNothing()
    {
        var endpoint = await _stack.AddEndpointAsync();
        var ledger = new Ledger(_stack, endpoint);
        await _stack.Redis.KillAsync();

        await ledger.PostAsync(40);

        Assert.Equal(40, ledger.Accepted.Count);
        await ledger.AssertDeliveredAsync(exactlyOnce: true);
        await _stack.Redis.StartAsync();
        await _stack.UntilReadyAsync();
    }
}
