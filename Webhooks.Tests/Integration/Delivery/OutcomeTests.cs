using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Delivery;

[Trait("Category", "Delivery")]
public sealed class OutcomeTests
{
    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(204)]
    [InlineData(299)]
    public async Task Deliver_Success_IsDeliveredOnce(int status)
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        endpoint.Script(Reply.Status(status, "Fine"));

        var id = await endpoint.PostAsync();

        var delivery = await stack.UntilAsync(id, "delivered");
        Assert.Equal((1, status, null), (delivery.Attempts, delivery.LastStatusCode, delivery.Error));
        var attempt = Assert.Single(await stack.Database.AttemptsAsync(id));
        Assert.Equal((1, 1, status, null, null), (attempt.Attempt, attempt.Cycle, attempt.StatusCode, attempt.ErrorClass, attempt.Error));
        Assert.Single(endpoint.Visits);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(425)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(599)]
    [InlineData(101)]
    public async Task Deliver_PassingFailure_IsTriedUntilThePolicyEnds(int status)
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        endpoint.Script(Reply.Status(status, "Not Now").AndClose());
        await using var stalls = new StallWatch();

        var id = await endpoint.PostAsync();

        var delivery = await stack.UntilAsync(id, delivery => delivery.DeadLetteredAt is not null, "dead-lettered");
        Assert.Equal(("failed", 4, status, $"HTTP {status}: Not Now"), (delivery.Status, delivery.Attempts, delivery.LastStatusCode, delivery.Error));
        Assert.Equal([1, 2, 3, 4], endpoint.Visits.Select(visit => visit.Attempt));
        AssertSpacing(stalls, endpoint.Visits, 0.2, 0.4, 0.4);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(418)]
    [InlineData(499)]
    public async Task Deliver_Refusal_IsTriedOnceMore(int status)
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        endpoint.Script(Reply.Status(status, "No"));
        await using var stalls = new StallWatch();

        var id = await endpoint.PostAsync();

        var delivery = await stack.UntilAsync(id, delivery => delivery.DeadLetteredAt is not null, "dead-lettered");
        Assert.Equal(("failed", 2), (delivery.Status, delivery.Attempts));
        Assert.Equal(2, endpoint.Visits.Count);
        AssertSpacing(stalls, endpoint.Visits, 0.2);
    }

    [Fact]
    public async Task Deliver_RefusalsWithAFailureBetween_EachHaveOneMoreTry()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        endpoint.Script(Reply.Status(404), Reply.Status(500), Reply.Status(404), Reply.Status(404));

        var id = await endpoint.PostAsync();

        await stack.UntilAsync(id, "failed");
        Assert.Equal(4, endpoint.Visits.Count);
    }

    [Fact]
    public async Task Deliver_FailureThenSuccess_IsDelivered()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        endpoint.Script(Reply.Unavailable, Reply.Status(404), Reply.Ok);

        var id = await endpoint.PostAsync();

        var delivery = await stack.UntilAsync(id, "delivered");
        Assert.Equal((3, 200, null, null), (delivery.Attempts, delivery.LastStatusCode, delivery.Error, delivery.NextAttemptAt));
        Assert.Equal([503, 404, 200], (await stack.Database.AttemptsAsync(id)).Select(attempt => attempt.StatusCode));
        Assert.Empty(await stack.Database.DeadLettersAsync(id));
    }

    [Fact]
    public async Task Deliver_Gone_FailsOnceAndDisablesTheEndpoint()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        endpoint.Script(Reply.Status(410, "Gone"));

        var id = await endpoint.PostAsync();

        await stack.UntilAsync(id, delivery => delivery.DeadLetteredAt is not null, "dead-lettered");
        Assert.Single(endpoint.Visits);
        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync("SELECT count(*) FROM endpoints WHERE endpoint_id = $1 AND state = 'disabled'", endpoint.Id.Value) == 1,
            "the endpoint is disabled");
        await stack.UntilKnownAsync(endpoint);
        var next = await endpoint.PostAsync();
        Assert.Equal("endpoint disabled: HTTP 410: Gone", (await stack.UntilAsync(next, "skipped")).Reason);
        Assert.Single(endpoint.Visits);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Deliver_Redirect_FailsWithoutFollowing(int status)
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        var target = endpoint.Path + "/elsewhere";
        endpoint.Script(Reply.Status(status, "Moved", "", ("Location", stack.Receiver.Url(target).AbsoluteUri)));

        var id = await endpoint.PostAsync();

        await stack.UntilAsync(id, delivery => delivery.DeadLetteredAt is not null, "dead-lettered");
        Assert.Single(endpoint.Visits);
        Assert.Empty(stack.Receiver.Visits(target));
    }

    /// <summary>Each gap is the policy's delay ±25 %, and whatever a loaded machine adds.</summary>
    private static void AssertSpacing(StallWatch stalls, IReadOnlyList<Visit> visits, params double[] delays)
    {
        for (var i = 0; i < delays.Length; i++)
        {
            Assert.InRange(visits[i + 1].Since(visits[i]).TotalSeconds, delays[i] * 0.75, double.PositiveInfinity);
            Assert.InRange(stalls.Between(visits[i].At, visits[i + 1].At).TotalSeconds, 0, (delays[i] * 1.25) + 3);
        }
    }
}
