using Webhooks.Core.Deliveries;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Storage;

/// <summary>A removal looks several times, and what moves on between its looks is removed all the same.</summary>
[Collection(RemovalRaceUsers.Name)]
public sealed class RemovalLookTests(RemovalRaceFixture fixture)
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task Remove_DeliveredBetweenItsLooks_IsRemoved()
    {
        var endpoint = await fixture.Stack.AddEndpointAsync();
        var id = await endpoint.PostAsync();
        await fixture.Stack.Database.ExecuteAsync(Rows.Make);
        await using var worker = await fixture.Stack.Database.OpenConnectionAsync();
        await RemovalRaceFixture.ExecuteAsync(worker, $"BEGIN; UPDATE deliveries SET status = 'delivered', attempts = 1 WHERE event_id = '{id}'");
        var filter = new RemovalFilter(endpoint.TenantId, DeliveryStatus.All, Guid.Empty, Guid.AllBitsSet, Event: id);
        var removing = new Removal(fixture.Database, new PlannedRows(fixture.Database)).RemoveAsync(filter, Never);
        await fixture.UntilWaitingAsync(1, removing);
        await RemovalRaceFixture.ExecuteAsync(worker, "COMMIT");

        Assert.Equal(new Removed(1, 0), await removing);
        Assert.Equal(0, await fixture.Stack.Database.CountAsync("SELECT count(*) FROM events WHERE event_id = $1", id));
    }

    /// <summary>One that goes back to where the removal has looked already, while it waits for another.</summary>
    [Fact]
    public async Task Remove_MovesBetweenLiveStatesMeanwhile_IsCancelled()
    {
        var endpoint = await fixture.Stack.AddEndpointAsync();
        Guid[] ids = [await endpoint.PostAsync(), await endpoint.PostAsync()];
        await fixture.Stack.Database.ExecuteAsync(Rows.Make);
        await fixture.Stack.Database.ExecuteAsync(
            "UPDATE deliveries SET status = CASE event_id WHEN $1 THEN 'retrying' ELSE 'parked' END WHERE event_id = ANY ($2)", ids[0], ids);
        await using var worker = await fixture.Stack.Database.OpenConnectionAsync();
        await RemovalRaceFixture.ExecuteAsync(worker, $"BEGIN; UPDATE deliveries SET status = 'delivered', attempts = 1 WHERE event_id = '{ids[0]}'");
        string[] live = [.. DeliveryStatus.All.Except(DeliveryStatus.Ended, StringComparer.Ordinal)];
        var removing = new Removal(fixture.Database, new PlannedRows(fixture.Database)).RemoveAsync(new(endpoint.TenantId, live, Guid.Empty, Guid.AllBitsSet), Never);
        await fixture.UntilWaitingAsync(1, removing);
        await RemovalRaceFixture.ExecuteAsync(worker, $"UPDATE deliveries SET status = 'pending' WHERE event_id = '{ids[1]}'; COMMIT");

        Assert.Equal(new Removed(0, 1), await removing);
        Assert.Equal("cancelled", (await fixture.Stack.Database.DeliveryAsync(ids[1])).Status);
    }

    /// <summary>A replay takes one after the look at what is live, and before the look at what has failed.</summary>
    [Fact]
    public async Task Remove_FailedGoesOnMeanwhile_IsCancelled()
    {
        var endpoint = await fixture.Stack.AddEndpointAsync();
        Guid[] ids = [await endpoint.PostAsync(), await endpoint.PostAsync()];
        await fixture.Stack.Database.ExecuteAsync(Rows.Make);
        await fixture.Stack.Database.ExecuteAsync("UPDATE deliveries SET status = 'failed', attempts = 1 WHERE event_id = ANY ($1)", [ids]);
        await using var replay = await fixture.Stack.Database.OpenConnectionAsync();
        await RemovalRaceFixture.ExecuteAsync(replay, $"BEGIN; UPDATE deliveries SET status = 'pending', cycle = 2 WHERE event_id = '{ids[1]}'");
        var removing = new Removal(fixture.Database, new PlannedRows(fixture.Database))
            .RemoveAsync(new(endpoint.TenantId, DeliveryStatus.All, Guid.Empty, Guid.AllBitsSet), Never);
        await fixture.UntilWaitingAsync(1, removing);
        await RemovalRaceFixture.ExecuteAsync(replay, "COMMIT");

        Assert.Equal(new Removed(1, 1), await removing);
        Assert.Equal("cancelled", (await fixture.Stack.Database.DeliveryAsync(ids[1])).Status);
    }
}
