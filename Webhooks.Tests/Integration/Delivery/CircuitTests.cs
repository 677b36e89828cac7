using System.Text.Json;
using Webhooks.Core.Deliveries;
using Webhooks.Testing;
using Webhooks.Tests.Support;
using Webhooks.Worker.Circuits;

namespace Webhooks.Tests.Integration.Delivery;

[Trait("Category", "Delivery")]
public sealed class CircuitTests
{
    private const int Events = 60;
    private const int LaneConcurrency = 8;

    private static readonly (string, string)[] Settings =
    [
        ("Circuit:MinimumThroughput", "5"),
        ("Circuit:BreakDuration", "00:00:01"),
        ("Circuit:SamplingDuration", "00:00:10"),
        ("Worker:LaneConcurrency", $"{LaneConcurrency}"),
        ("Retries:Policies:fast:MaxAttempts", "50"),
    ];

    [Fact]
    public async Task Deliver_EndpointDown_ParksWithoutSpendingAttemptsAndDeliversEachOnceAfterItsRecovery()
    {
        await using var stack = await DeliveryStack.StartAsync(Settings);
        var endpoint = await stack.AddEndpointAsync();
        endpoint.Script(Reply.Status(500, "Internal Server Error"));

        for (var i = 0; i < Events; i++)
        {
            await endpoint.PostAsync();
        }

        await Eventually.TrueAsync(
            async () => await CountAsync(stack, endpoint, "status = 'parked' AND reason = 'circuit open'") > Events / 2, "most wait for the circuit");
        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync("SELECT count(*) FROM circuits WHERE endpoint_id = $1", endpoint.Id.Value) == 1, "the open circuit is written down");
        Assert.True(endpoint.Visits.Count < Events, $"{endpoint.Visits.Count} visits of {Events} events while the circuit was open");
        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync("SELECT sum(attempts) FROM deliveries WHERE endpoint_id = $1", endpoint.Id.Value) == endpoint.Visits.Count,
            "every visit, and nothing else, is an attempt");

        endpoint.Script(Reply.Ok);
        await Eventually.TrueAsync(
            async () => await CountAsync(stack, endpoint, "status = 'delivered'") == Events, "all are delivered");
        var delivered = await stack.Database.ReadAsync(
            $"SELECT event_id FROM {Rows.Attempts} a WHERE status_code = 200", row => row.GetGuid(0));
        Assert.Equal(Events, delivered.Count);
        Assert.Equal(Events, delivered.Distinct().Count());
        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync("SELECT count(*) FROM circuits WHERE endpoint_id = $1", endpoint.Id.Value) == 0, "the circuit is closed");
    }

    [Fact]
    public async Task Deliver_EndpointHangs_OpensAtTheFirstTimeouts()
    {
        const int Concurrency = 16;
        const int Throughput = 5;
        await using var stack = await DeliveryStack.StartWithoutWorkerAsync(
            ("Circuit:MinimumThroughput", $"{Throughput}"), ("Worker:LaneConcurrency", $"{Concurrency}"), ("Worker:AttemptTimeout", "00:00:05"),
            ("Circuit:BreakDuration", "00:10:00"), ("Circuit:MaxBreakDuration", "00:10:00"), ("Retries:Policies:fast:MaxAttempts", "50"));
        var endpoint = await stack.AddEndpointAsync();
        endpoint.Script(Reply.Hang);
        await Task.WhenAll(Enumerable.Range(0, Events).Select(_ => endpoint.PostAsync()));
        await stack.StartWorkerAsync();

        await Eventually.TrueAsync(async () => await CountAsync(stack, endpoint, "status = 'parked'") == Events, "all are parked");

        // Each failure before the circuit opens makes room for one attempt more.
        Assert.InRange(endpoint.Visits.Count, Concurrency, Concurrency + Throughput);
    }

    [Fact]
    public async Task Release_WhileAWorkerSeesTheCircuitOpen_WaitsForTheProbe()
    {
        await using var stack = await DeliveryStack.StartWithoutWorkerAsync();
        var (endpoint, id) = await ParkedAsync(stack);
        var worker = Guid.NewGuid();
        await stack.Database.ExecuteAsync("INSERT INTO workers (worker_id, seen_at) VALUES ($1, 'infinity')", worker);

        await ReleaseAsync(stack, endpoint, id, worker);

        await Eventually.TrueAsync(async () => (await stack.Database.DeliveryAsync(id)).Reason == "circuit open", "it waits for the circuit");
        Assert.Empty(endpoint.Visits);
        await stack.Database.ExecuteAsync("UPDATE circuits SET open_until = now() WHERE endpoint_id = $1", endpoint.Id.Value);
        await stack.UntilAsync(id, DeliveryStatus.Delivered);
        Assert.Equal(2, await stack.Database.CountAsync("SELECT max(cycle)::bigint FROM deliveries WHERE event_id = $1", id));
    }

    [Fact]
    public async Task Release_WhenTheWorkerOfAnOpenCircuitIsGone_WaitsForNothing()
    {
        await using var stack = await DeliveryStack.StartWithoutWorkerAsync();
        var (endpoint, id) = await ParkedAsync(stack);

        await ReleaseAsync(stack, endpoint, id, worker: Guid.NewGuid());

        await stack.UntilAsync(id, DeliveryStatus.Delivered);
    }

    [Fact]
    public async Task Show_QuietEndpointAfterItsBreak_IsHalfOpenUntilADeliveryDecides()
    {
        await using var stack = await DeliveryStack.StartAsync(("Circuit:MinimumThroughput", "2"), ("Circuit:BreakDuration", "00:00:01"));
        var endpoint = await stack.AddEndpointAsync(StackSettings.Single);
        endpoint.Script(Reply.Status(500), Reply.Status(500), Reply.Ok);
        await Task.WhenAll(endpoint.PostAsync(), endpoint.PostAsync());

        await Eventually.TrueAsync(async () => await ShownAsync() is { State: "half_open", OpenUntil: not null }, "the next delivery is the probe");
        await stack.UntilAsync(await endpoint.PostAsync(), DeliveryStatus.Delivered);
        await Eventually.TrueAsync(async () => await ShownAsync() == ("closed", null), "the circuit is closed");

        async Task<(string State, string? OpenUntil)> ShownAsync()
        {
            using var response = await endpoint.SendAsync(HttpMethod.Get, $"/v1/webhooks/{endpoint.Id}", null);
            using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            var circuit = json.RootElement.GetProperty("circuit");
            return (circuit.GetProperty("state").GetString()!, circuit.GetProperty("open_until").GetString());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(1_000)]
    public void BreakAfter_AnyNumberOfFailedProbes_IsAMinuteAtTheMost(int failedProbes) =>
        Assert.InRange(new CircuitOptions().BreakAfter(failedProbes), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    [Fact]
    public async Task Deliver_OneEndpointDown_LeavesAnotherUntouched()
    {
        await using var stack = await DeliveryStack.StartAsync(Settings);
        var (dead, healthy) = (await stack.AddEndpointAsync(), await stack.AddEndpointAsync());
        var gate = new TaskCompletionSource();
        dead.Script(Reply.Ok.After(gate.Task));
        await Task.WhenAll(Enumerable.Range(0, Events).Select(_ => dead.PostAsync()));

        var id = await healthy.PostAsync();

        await stack.UntilAsync(id, DeliveryStatus.Delivered);
        Assert.Equal(1, Assert.Single(healthy.Visits).Attempt);

        // None of its attempts has ended meanwhile.
        Assert.Equal(LaneConcurrency, (await dead.UntilVisitsAsync(LaneConcurrency)).Count);
        gate.SetResult();
    }

    [Fact]
    public async Task Deliver_EndpointDeletedWhileItsCircuitIsOpen_ForgetsTheCircuit()
    {
        await using var stack = await DeliveryStack.StartAsync([.. Settings, ("Circuit:BreakDuration", "00:05:00"), ("Circuit:MaxBreakDuration", "00:05:00")]);
        var endpoint = await stack.AddEndpointAsync();
        endpoint.Script(Reply.Status(500, "Internal Server Error"));
        for (var i = 0; i < Events; i++)
        {
            await endpoint.PostAsync();
        }

        var board = stack.OfWorker<CircuitBoard>();
        await Eventually.TrueAsync(() => Task.FromResult(board.Open.Contains(endpoint.Id)), "the circuit opens");

        await stack.Database.ExecuteAsync("DELETE FROM endpoints WHERE endpoint_id = $1", endpoint.Id.Value);

        await Eventually.TrueAsync(
            async () => !board.Open.Any() && await stack.Database.CountAsync("SELECT count(*) FROM circuits WHERE endpoint_id = $1", endpoint.Id.Value) == 0,
            TimeSpan.FromSeconds(60),
            () => "the circuit is forgotten");
    }

    private static async Task<(TestEndpoint Endpoint, Guid Id)> ParkedAsync(DeliveryStack stack)
    {
        var endpoint = await stack.AddEndpointAsync();
        var id = await endpoint.PostAsync();
        await endpoint.ChangeAsync("state = 'paused'");
        await stack.StartWorkerAsync();
        await stack.UntilAsync(id, DeliveryStatus.Parked);
        return (endpoint, id);
    }

    /// <summary>Makes a parked delivery due while a worker says that its endpoint's circuit is open.</summary>
    private static async Task ReleaseAsync(DeliveryStack stack, TestEndpoint endpoint, Guid id, Guid worker)
    {
        await stack.Database.ExecuteAsync(
            "INSERT INTO circuits (endpoint_id, worker_id, open_until) VALUES ($1, $2, now() + interval '1 hour')", endpoint.Id.Value, worker);
        await endpoint.ChangeAsync("state = 'active'");
        await stack.Database.ExecuteAsync("UPDATE deliveries SET next_attempt_at = now() WHERE event_id = $1", id);
    }

    private static Task<long> CountAsync(DeliveryStack stack, TestEndpoint endpoint, string condition) =>
        stack.Database.CountAsync($"SELECT count(*) FROM deliveries WHERE endpoint_id = $1 AND {condition}", endpoint.Id.Value);
}
