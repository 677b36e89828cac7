using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Delivery;

/// <summary>What people do to a delivery while it waits for its next attempt.</summary>
[Trait("Category", "Delivery")]
public sealed class ManualTests
{
    private const int MostTries = 20;

    // Time to act before the automatic retry, and not long to wait for it not to come.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Cancel_WhileARetryWaits_EndsTheAttempts()
    {
        var stack = await DeliveryStack.GetAsync();

        var (endpoint, id, answer) = await FailedOnceAsync(stack, (endpoint, id) => endpoint.CancelAsync(id));

        Assert.Equal(200, answer);
        await UntilSettledAsync(stack, endpoint, id);
        Assert.Equal("cancelled", (await stack.Database.DeliveryAsync(id)).Status);
        Assert.Single(endpoint.Visits);
    }

    [Fact]
    public async Task Retry_WhileAnAutomaticOneWaits_DeliversOnceMore()
    {
        var stack = await DeliveryStack.GetAsync();

        var (endpoint, id, clicks) = await FailedOnceAsync(stack, (endpoint, id) => Task.WhenAll(Enumerable.Range(0, 4).Select(_ => endpoint.RetryAsync(id))));

        Assert.Equal(1, clicks.Count(status => status == 200));
        await UntilSettledAsync(stack, endpoint, id);
        var delivery = await stack.Database.DeliveryAsync(id);
        Assert.Equal(("delivered", 2, 2), (delivery.Status, delivery.Attempts, delivery.Cycle));
        Assert.Equal([1, 2], endpoint.Visits.Select(visit => visit.Attempt));
    }

    [Fact]
    public async Task Retry_OfADeadLetter_HasAFreshBudgetAndKeepsCounting()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync(StackSettings.Short);
        endpoint.Script(Reply.Unavailable, Reply.Unavailable, Reply.Unavailable, Reply.Ok);
        var id = await endpoint.PostAsync();
        await stack.UntilAsync(id, delivery => delivery.DeadLetteredAt is not null, "dead-lettered");

        Assert.Equal(200, await endpoint.RetryAsync(id));

        var delivery = await stack.UntilAsync(id, "delivered");
        Assert.Equal((4, 2, null), (delivery.Attempts, delivery.Cycle, delivery.DeadLetteredAt));
        Assert.Equal([1, 2, 3, 4], endpoint.Visits.Select(visit => visit.Attempt));
        Assert.Empty(await stack.Database.DeadLettersAsync(id));
        Assert.Equal(4, (await stack.Database.AttemptsAsync(id)).Count);
    }

    [Fact]
    public async Task Retry_AfterRefusalsOfAMessageCheckedFirst_HasItsSecondTry()
    {
        await using var stack = await DeliveryStack.StartAsync();
        var endpoint = await stack.AddEndpointAsync();
        endpoint.Script(Reply.Status(404), Reply.Status(404), Reply.Status(404), Reply.Ok);
        var id = await endpoint.PostAsync();
        await stack.UntilAsync(id, delivery => delivery.DeadLetteredAt is not null, "dead-lettered");

        // As the relay finds it when the API ended between the commit and the publish.
        await stack.Database.ExecuteAsync(
            """
            WITH retried AS (
              UPDATE deliveries SET status = 'pending', batch_id = gen_random_uuid(), cycle = cycle + 1, budget_start = attempts, dead_lettered_at = NULL WHERE event_id = $1
              RETURNING event_id, tenant_id, batch_id)
            INSERT INTO outbox (batch_id, event_ids, tenant_ids, created_at) SELECT batch_id, ARRAY[event_id], ARRAY[tenant_id], now() - interval '1 minute' FROM retried
            ON CONFLICT (batch_id) DO UPDATE SET created_at = excluded.created_at
            """,
            id);

        await stack.UntilAsync(id, "delivered");
        Assert.Equal([1, 2, 3, 4], endpoint.Visits.Select(visit => visit.Attempt));
    }

    [Fact]
    public async Task DeleteEndpoint_WhileARetryWaits_CancelsTheDelivery()
    {
        var stack = await DeliveryStack.GetAsync();

        var (endpoint, id) = await FailedOnceAsync(stack, endpoint => endpoint.DeleteAsync());

        Assert.Equal("endpoint deleted", (await stack.UntilAsync(id, "cancelled")).Reason);
        Assert.Single(endpoint.Visits);
    }

    [Fact]
    public async Task DisableEndpoint_WhileARetryWaits_ParksTheDeliveryUntilItIsEnabled()
    {
        var stack = await DeliveryStack.GetAsync();

        var (endpoint, id) = await FailedOnceAsync(stack, endpoint => endpoint.ChangeAsync("state = 'disabled', state_reason = 'by hand'"));

        var parked = await stack.UntilAsync(id, "parked");
        Assert.Equal(("disabled", null, 1), (parked.Reason, parked.NextAttemptAt, parked.Attempts));
        Assert.Single(endpoint.Visits);
        await endpoint.ChangeAsync("state = 'active'");
        Assert.Equal(2, (await stack.UntilAsync(id, "delivered")).Attempts);
    }

    [Fact]
    public async Task PauseEndpoint_WhileARetryWaits_ParksTheDeliveryUntilItIsResumed()
    {
        var stack = await DeliveryStack.GetAsync();

        var (endpoint, id) = await FailedOnceAsync(stack, endpoint => endpoint.ChangeAsync("state = 'paused'"));

        Assert.Equal((1, "endpoint paused"), ((await stack.UntilAsync(id, "parked")).Attempts, (await stack.Database.DeliveryAsync(id)).Reason));
        await endpoint.ChangeAsync("state = 'active'");
        await stack.Database.ExecuteAsync("UPDATE deliveries SET next_attempt_at = now() WHERE event_id = $1", id);

        Assert.Equal((2, 2), ((await stack.UntilAsync(id, "delivered")).Attempts, endpoint.Visits[^1].Attempt));
        Assert.Equal(2, endpoint.Visits.Count);
    }

    private static async Task<(TestEndpoint Endpoint, Guid Id)> FailedOnceAsync(DeliveryStack stack, Func<TestEndpoint, Task> act)
    {
        var (endpoint, id, _) = await FailedOnceAsync(stack, async (endpoint, _) =>
        {
            await act(endpoint);
            return true;
        });
        return (endpoint, id);
    }

    /// <summary>
    /// A delivery that has failed once, and what was answered before its automatic retry. On a machine so slow that the retry may
    /// have been first, this is done anew.
    /// </summary>
    private static async Task<(TestEndpoint Endpoint, Guid Id, T Answer)> FailedOnceAsync<T>(DeliveryStack stack, Func<TestEndpoint, Guid, Task<T>> act)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var (endpoint, id) = await PostAsync(stack);
            var failed = await stack.UntilAsync(id, delivery => delivery.Attempts > 0, "tried");
            var answer = await act(endpoint, id);
            if (TimeProvider.System.GetElapsedTime(endpoint.Visits[0].At) < RetryAfter)
            {
                Assert.Equal(("retrying", 1, 503), (failed.Status, failed.Attempts, failed.LastStatusCode));
                return (endpoint, id, answer);
            }
        }

        throw new TimeoutException($"Nothing was done within {RetryAfter.TotalSeconds} s of a failure in {MostTries} tries.");
    }

    private static async Task<(TestEndpoint Endpoint, Guid Id)> PostAsync(DeliveryStack stack)
    {
        var endpoint = await stack.AddEndpointAsync(StackSettings.Polite);
        endpoint.Script(Reply.Status(503, "Wait", "", ("Retry-After", $"{RetryAfter.TotalSeconds}")), Reply.Ok);
        return (endpoint, await endpoint.PostAsync());
    }

    /// <summary>Waits until the message of the automatic retry has come and gone: a later one of its kind has.</summary>
    private static async Task UntilSettledAsync(DeliveryStack stack, TestEndpoint endpoint, Guid id)
    {
        Assert.True((await stack.Database.DeliveryAsync(id)).Status is not "failed");
        var (_, later) = await PostAsync(stack);
        Assert.Equal(2, (await stack.UntilAsync(later, "delivered")).Attempts);
        await Eventually.TrueAsync(
            () => Task.FromResult(TimeProvider.System.GetElapsedTime(endpoint.Visits[0].At) > TimeSpan.FromSeconds(2.5)), "the retry was due");
    }
}
