using Webhooks.Tests.Support;

namespace Webhooks.Tests.Chaos;

[Trait("Category", "Chaos")]
public sealed class WorkerCrashTests(CrashFixture fixture) : IClassFixture<CrashFixture>
{
    private readonly CrashStack _stack = fixture.Stack;

    [Fact]
    public async Task Kill_UnderLoad_LosesNothing()
    {
        var endpoint = await _stack.AddEndpointAsync();
        endpoint.Script(Reply.Ok.After(TimeSpan.FromMilliseconds(30)));
        var ledger = new Ledger(_stack, endpoint);
        using var stop = new CancellationTokenSource();
        var posting = ledger.PostUntilAsync(stop.Token);
        await endpoint.UntilVisitsAsync(20);

        await _stack.Worker.KillAsync();
        await ledger.UntilAcceptedAsync(ledger.Accepted.Count + 50);
        await _stack.Worker.StartAsync();
        await ledger.UntilAcceptedAsync(ledger.Accepted.Count + 20);
        await stop.CancelAsync();
        await posting;

        await ledger.AssertDeliveredAsync();
        Assert.Empty(ledger.Refused);
        Assert.All(endpoint.Visits, visit => Assert.InRange(visit.Attempt, 1, 2));
    }

    [Fact]
    public async Task Kill_DuringTheLastAttempt_EndsInTheDeadLetters()
    {
        var endpoint = await _stack.AddEndpointAsync(columns: "timeout_ms = 30000");
        endpoint.Script(Reply.Hang);
        var id = await endpoint.PostAsync($$"""{"event":"{{StackSettings.TriedOnce}}"}""");
        await _stack.UntilAsync(id, "in_progress");

        await _stack.Worker.KillAsync();
        await _stack.Worker.StartAsync();

        var delivery = await _stack.UntilAsync(id, delivery => delivery.DeadLetteredAt is not null, "dead-lettered");
        Assert.Equal(("failed", 1), (delivery.Status, delivery.Attempts));
        Assert.Equal("No outcome: the worker ended during the attempt", Assert.Single(await _stack.Database.DeadLettersAsync(id)).FailureReason);
        Assert.Single(endpoint.Visits);
    }

    [Fact]
    public async Task Kill_DuringTheLastRetry_CountsItAndEndsInTheDeadLetters()
    {
        var endpoint = await _stack.AddEndpointAsync(StackSettings.Short, columns: "timeout_ms = 30000");
        endpoint.Script(Reply.Status(500, "Broken"), Reply.Hang);
        var id = await endpoint.PostAsync();
        await endpoint.UntilVisitsAsync(2);
        await _stack.UntilAsync(id, "in_progress");

        await _stack.Worker.KillAsync();
        await _stack.Worker.StartAsync();

        var delivery = await _stack.UntilAsync(id, delivery => delivery.DeadLetteredAt is not null, "dead-lettered");
        Assert.Equal(("failed", 2), (delivery.Status, delivery.Attempts));
        Assert.Equal("No outcome: the worker ended during the attempt", Assert.Single(await _stack.Database.DeadLettersAsync(id)).FailureReason);
        Assert.Equal(
            ["HTTP 500: Broken", "No outcome: the worker ended during the attempt"],
            await _stack.Database.ReadAsync("SELECT error FROM attempts WHERE event_id = $1 ORDER BY attempt", row => row.GetString(0), id));
        Assert.Equal(2, endpoint.Visits.Count);
    }

    [Fact]
    public async Task Terminate_UnderLoad_StopsSoonAndRepeatsNothing()
    {
        var endpoint = await _stack.AddEndpointAsync();
        endpoint.Script(Reply.Ok.After(TimeSpan.FromMilliseconds(30)));
        var ledger = new Ledger(_stack, endpoint);
        using var stop = new CancellationTokenSource();
        var posting = ledger.PostUntilAsync(stop.Token);
        await endpoint.UntilVisitsAsync(20);

        await using (var stalls = new StallWatch())
        {
            await _stack.Worker.StopAsync();
            Assert.True(stalls.Elapsed < TimeSpan.FromSeconds(8), $"Stopping took {stalls.Elapsed}.");
        }

        await ledger.UntilAcceptedAsync(ledger.Accepted.Count + 20);
        await _stack.Worker.StartAsync();
        await stop.CancelAsync();
        await posting;

        await ledger.AssertDeliveredAsync(exactlyOnce: true);
        Assert.All(endpoint.Visits, visit => Assert.Equal(1, visit.Attempt));
    }
}
