using Npgsql;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Events;
using Webhooks.Core.Tenants;
using Webhooks.Testing;
using Webhooks.Tests.Support;
using Webhooks.Worker.Fleet;
using Webhooks.Worker.Jobs;

namespace Webhooks.Tests.Integration.Delivery;

/// <summary>What is withdrawn while a worker hears nothing: it begins nothing of it, neither meanwhile nor afterwards.</summary>
[Trait("Category", "Delivery")]
public sealed class CutOffTests
{
    private const string Withdrawn = """{"event":"test.happened","withdrawn":true}""";

    // The worker's: its last statement is one of these, and the API asks nothing.
    private const string EndFeed = """
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND (query LIKE '%LISTEN webhooks_config_calls%' OR query LIKE '%AS heard')
        """;

    private static readonly TimeSpan LeaseAndMore = TimeSpan.FromSeconds(2);

    /// <summary>It listens again before the attempt before it has ended.</summary>
    [Fact]
    public async Task Withdraw_FeedIsLostAtThatMoment_IsNotBegun()
    {
        await using var stack = await DeliveryStack.StartAsync(("Worker:LaneConcurrency", "1"));
        var (endpoint, gate, withdrawn) = await HeldAsync(stack);

        Assert.Equal(1, await stack.Database.CountAsync(EndFeed));
        Assert.Equal(200, await endpoint.CancelAsync(withdrawn));
        await Eventually.TrueAsync(() => Task.FromResult(stack.OfWorker<Lease>().IsHeld), "the worker listens again");
        gate.SetResult();

        await AssertNotBegunAsync(stack, endpoint);
    }

    /// <summary>It cannot listen again, and the attempt before it ends meanwhile.</summary>
    [Fact]
    public async Task Withdraw_FeedStaysAway_NothingIsBegunUntilItIsBack()
    {
        await using var stack = await DeliveryStack.StartAsync(("Worker:LaneConcurrency", "1"));
        var other = await stack.AddEndpointAsync();
        await stack.UntilAsync(await other.PostAsync(), "delivered");
        var (endpoint, gate, withdrawn) = await HeldAsync(stack);
        var name = new NpgsqlConnectionStringBuilder(stack.ConnectionString).Database;

        // This test and the recorder have their connections by then, and nobody gets another: so the command is given as the API would.
        await using var server = NpgsqlDataSource.Create((await TestServers.GetAsync()).Postgres.ConnectionString("postgres"));

        await server.ExecuteAsync($"ALTER DATABASE {name} ALLOW_CONNECTIONS false");
        try
        {
            Assert.Equal(1, await stack.Database.CountAsync(EndFeed));
            await new Cancellation(stack.Database, new PlannedRows(stack.Database)).CancelAsync(endpoint.TenantId, new EventId(withdrawn), ordinal: null, CancellationToken.None);
            Assert.False(await new ConfigCall(stack.Database, TimeProvider.System).UntilHeardAsync(CancellationToken.None));
            gate.SetResult();
            await Eventually.TrueAsync(
                async () => await stack.Database.CountAsync("SELECT count(*) FROM deliveries WHERE tenant_id = $1 AND status = 'delivered'", endpoint.TenantId) == 1,
                "the attempt that was under way is written down");
        }
        finally
        {
            await server.ExecuteAsync($"ALTER DATABASE {name} ALLOW_CONNECTIONS true");
        }

        await AssertNotBegunAsync(stack, endpoint);
    }

    /// <summary>Its message is fresh, and nobody looks at the rows of those.</summary>
    [Fact]
    public async Task Withdraw_BeforeAWorkerStarts_IsNotBegun()
    {
        await using var stack = await DeliveryStack.StartWithoutWorkerAsync(("Worker:CheckAfter", "00:01:00"));
        var endpoint = await stack.AddEndpointAsync();
        Assert.Equal(200, await endpoint.CancelAsync(await endpoint.PostAsync(Withdrawn)));

        await stack.StartWorkerAsync();

        await stack.UntilAsync(await endpoint.PostAsync(), "delivered");
        await stack.UntilStreamIsEmptyAsync();
        Assert.Single(endpoint.Visits);
    }

    /// <summary>Frozen for longer than a command waits for its answer: what it holds goes by what holds then.</summary>
    [Fact]
    public async Task WithdrawAndPause_WorkerIsFrozen_NothingIsBegunWhenItGoesOn()
    {
        const int Endpoints = 6;
        await using var stack = await DeliveryStack.StartWithoutWorkerAsync(("Worker:LaneConcurrency", "1"));
        await using var worker = stack.WorkerProcess();
        await worker.StartAsync();
        await Eventually.TrueAsync(worker.IsReadyAsync, "the worker is ready");
        var busy = await Task.WhenAll(Enumerable.Range(0, Endpoints).Select(_ => BusyAsync(stack)));
        var withdrawn = await Task.WhenAll(busy.Select(one => one.Endpoint.PostAsync(Withdrawn)));
        await DeliveryStack.UntilHeldAsync(worker.Address, 2 * Endpoints);

        await worker.FreezeAsync();
        var frozen = TimeProvider.System.GetTimestamp();
        var answers = await Task.WhenAll(busy.Select((one, i) => i % 2 == 0
            ? one.Endpoint.CancelAsync(withdrawn[i])
            : one.Endpoint.StatusAsync(HttpMethod.Post, $"/v1/webhooks/{one.Endpoint.Id}/pause", body: null)));
        Array.ForEach(busy, one => one.Gate.SetResult());
        await Eventually.TrueAsync(() => Task.FromResult(TimeProvider.System.GetElapsedTime(frozen) > LeaseAndMore), "it was frozen for long");
        await worker.ThawAsync();

        Assert.All(answers, status => Assert.Equal(200, status));
        for (var i = 0; i < Endpoints; i++)
        {
            if (i % 2 == 0)
            {
                await stack.UntilAsync(await busy[i].Endpoint.PostAsync(), "delivered");
                Assert.Equal("cancelled", (await stack.Database.DeliveryAsync(withdrawn[i])).Status);
            }
            else
            {
                await stack.UntilAsync(withdrawn[i], delivery => delivery is { Status: "parked", Reason: "endpoint paused" }, "parked");
            }

            Assert.DoesNotContain(busy[i].Endpoint.Visits, IsWithdrawn);
        }
    }

    /// <summary>An event that waits in its lane behind the one that the endpoint has.</summary>
    private static async Task<(TestEndpoint Endpoint, TaskCompletionSource Gate, Guid Withdrawn)> HeldAsync(DeliveryStack stack)
    {
        var (endpoint, gate) = await BusyAsync(stack);
        var withdrawn = await endpoint.PostAsync(Withdrawn);
        await Eventually.TrueAsync(() => Task.FromResult(stack.OfWorker<HeldJobs>().Count == 2), "the worker holds it");
        return (endpoint, gate, withdrawn);
    }

    /// <summary>An endpoint that has a request, and answers it when the gate opens.</summary>
    private static async Task<(TestEndpoint Endpoint, TaskCompletionSource Gate)> BusyAsync(DeliveryStack stack)
    {
        var endpoint = await stack.AddEndpointAsync();
        var gate = new TaskCompletionSource();
        endpoint.Script(Reply.Ok.After(gate.Task), Reply.Ok);
        await endpoint.PostAsync();
        await endpoint.UntilVisitsAsync(1);
        return (endpoint, gate);
    }

    // Whatever was in the lane before this one has come out of it.
    private static async Task AssertNotBegunAsync(DeliveryStack stack, TestEndpoint endpoint)
    {
        await stack.UntilAsync(await endpoint.PostAsync(), "delivered");
        Assert.Equal(2, endpoint.Visits.Count);
        Assert.DoesNotContain(endpoint.Visits, IsWithdrawn);
    }

    private static bool IsWithdrawn(Visit visit) => visit.Body.AsSpan().IndexOf("withdrawn"u8) >= 0;
}
