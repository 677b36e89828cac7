using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Chaos;

/// <summary>A process ends between each pair of steps of a delivery's life; a lock or a frozen broker holds it there.</summary>
[Trait("Category", "Chaos")]
public sealed class KillPointTests(CrashFixture fixture) : IClassFixture<CrashFixture>
{
    private const int Events = 10;

    private readonly CrashStack _stack = fixture.Stack;

    [Fact]
    public async Task KillApi_BeforeTheCommit_StoresAllOrNothing()
    {
        var (endpoint, ledger) = await StartAsync(Reply.Ok);
        await using (await TableLock.TakeAsync(_stack.Database, "outbox"))
        {
            var posting = ledger.PostAsync(Events);
            await TableLock.UntilAwaitedAsync(_stack.Database, "outbox");
            await _stack.ApiProcess.KillAsync();
            await posting;
        }

        await _stack.ApiProcess.StartAsync();
        await _stack.UntilReadyAsync();
        await ledger.PostAsync(Events);

        Assert.Equal((Events, Events), (ledger.Broken, ledger.Accepted.Count));
        await AssertBalancedAsync(endpoint, ledger);
    }

    [Fact]
    public async Task KillApi_BetweenCommitAndPublish_DeliversAll()
    {
        var (endpoint, ledger) = await StartAsync(Reply.Ok);
        await _stack.Nats.FreezeAsync();
        await ledger.PostAsync(Events);
        await _stack.ApiProcess.KillAsync();
        await _stack.Nats.ThawAsync();
        await _stack.ApiProcess.StartAsync();

        await AssertBalancedAsync(endpoint, ledger);
    }

    [Fact]
    public async Task KillWorker_BetweenFetchAndSend_DeliversAll()
    {
        var gate = new TaskCompletionSource();
        var (endpoint, ledger) = await StartAsync(Reply.Ok.After(gate.Task));
        await ledger.PostAsync(100);
        await endpoint.UntilVisitsAsync(1);
        await RestartWorkerAsync();
        gate.SetResult();

        await AssertBalancedAsync(endpoint, ledger);
    }

    [Fact]
    public async Task KillWorker_BetweenSendAndRecord_DeliversAll()
    {
        var (endpoint, ledger) = await StartAsync(Reply.Ok);
        await using (await TableLock.TakeAsync(_stack.Database, "deliveries"))
        {
            await ledger.PostAsync(Events);
            await TableLock.UntilAwaitedAsync(_stack.Database, "deliveries");
            await _stack.Worker.KillAsync();
        }

        await _stack.Worker.StartAsync();

        await AssertBalancedAsync(endpoint, ledger);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task KillWorker_BetweenRecordAndAck_DeliversAll(bool firstFails)
    {
        var gate = new TaskCompletionSource();
        var (endpoint, ledger) = await StartAsync(firstFails ? [Reply.Unavailable.After(gate.Task), Reply.Ok] : [Reply.Ok.After(gate.Task)]);
        await ledger.PostAsync(Events);
        await endpoint.UntilVisitsAsync(1);
        await _stack.Nats.FreezeAsync();
        gate.SetResult();
        await UntilAsync(endpoint, firstFails ? "attempts > 0" : "status = 'delivered'", 1);
        await _stack.Worker.KillAsync();
        await _stack.Nats.ThawAsync();
        await _stack.Worker.StartAsync();

        await AssertBalancedAsync(endpoint, ledger);
    }

    [Fact]
    public async Task KillWorker_BetweenFailureAndDeadLetter_WritesEachOnce()
    {
        var (endpoint, ledger) = await StartAsync(Reply.Status(302));
        await using (await TableLock.TakeAsync(_stack.Database, "dead_letters"))
        {
            await ledger.PostAsync(Events);
            await TableLock.UntilAwaitedAsync(_stack.Database, "dead_letters");
            await _stack.Worker.KillAsync();
        }

        await _stack.Worker.StartAsync();

        await UntilAsync(endpoint, "status = 'failed' AND dead_lettered_at IS NOT NULL", Events);
        Assert.Equal(Events, await _stack.Database.CountAsync("SELECT count(*) FROM dead_letters WHERE endpoint_id = $1", endpoint.Id.Value));
        await AssertBooksAsync();
    }

    [Fact]
    public async Task KillWorker_BetweenFetchAndPark_ParksAllAndDeliversThemLater()
    {
        var (endpoint, ledger) = await StartPausedAsync();
        await using (await TableLock.TakeAsync(_stack.Database, "waiting_endpoints"))
        {
            await _stack.Worker.StartAsync();
            await TableLock.UntilAwaitedAsync(_stack.Database, "waiting_endpoints");
            await _stack.Worker.KillAsync();
        }

        await _stack.Worker.StartAsync();
        await UntilAsync(endpoint, "status = 'parked'", Events);
        Assert.Empty(endpoint.Visits);
        await CommandAsync(endpoint, "enable");

        await AssertBalancedAsync(endpoint, ledger);
    }

    [Fact]
    public async Task KillWorker_BetweenReleaseAndPublish_DeliversAll()
    {
        var (endpoint, ledger) = await StartPausedAsync();
        await _stack.Worker.StartAsync();
        await UntilAsync(endpoint, "status = 'parked'", Events);
        await _stack.Nats.FreezeAsync();
        await CommandAsync(endpoint, "enable");
        await UntilAsync(endpoint, "status = 'pending'", Events);
        await _stack.Worker.KillAsync();
        await _stack.Nats.ThawAsync();
        await _stack.Worker.StartAsync();

        await AssertBalancedAsync(endpoint, ledger);
    }

    // Events that came before the pause, and no worker.
    private async Task<(TestEndpoint Endpoint, Ledger Ledger)> StartPausedAsync()
    {
        var (endpoint, ledger) = await StartAsync(Reply.Ok);
        await _stack.Worker.KillAsync();
        await ledger.PostAsync(Events);
        await CommandAsync(endpoint, "pause");
        return (endpoint, ledger);
    }

    private static async Task CommandAsync(TestEndpoint endpoint, string command) =>
        Assert.Equal(200, await endpoint.StatusAsync(HttpMethod.Post, $"/v1/webhooks/{endpoint.Id}/{command}", body: null));

    private async Task<(TestEndpoint Endpoint, Ledger Ledger)> StartAsync(params Reply[] replies)
    {
        await _stack.UntilReadyAsync();
        var endpoint = await _stack.AddEndpointAsync();
        endpoint.Script(replies);
        return (endpoint, new Ledger(_stack, endpoint));
    }

    private async Task RestartWorkerAsync()
    {
        await _stack.Worker.KillAsync();
        await _stack.Worker.StartAsync();
    }

    private Task UntilAsync(TestEndpoint endpoint, string condition, int least) => Eventually.TrueAsync(
        async () => await _stack.Database.CountAsync($"SELECT count(*) FROM deliveries WHERE endpoint_id = $1 AND {condition}", endpoint.Id.Value) >= least, condition);

    private async Task AssertBalancedAsync(TestEndpoint endpoint, Ledger ledger)
    {
        await ledger.AssertDeliveredAsync();
        await UntilAsync(endpoint, "status = 'delivered'", ledger.Accepted.Count);
        Assert.Equal(0, await _stack.Database.CountAsync("SELECT count(*) FROM dead_letters WHERE endpoint_id = $1", endpoint.Id.Value));
        await AssertBooksAsync();
    }

    private async Task AssertBooksAsync()
    {
        await _stack.UntilReadyAsync();
        await Eventually.TrueAsync(async () => await _stack.MessagesAsync() == 0, "the stream is empty");
        using var audit = await _stack.AuditAsync();
        Assert.True(audit.RootElement.GetProperty("balanced").GetBoolean(), audit.RootElement.GetRawText());
    }
}
