using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Delivery;

[Trait("Category", "Delivery")]
public sealed class RemovalTests
{
    private const int Events = 25;

    [Fact]
    public async Task RetryAndRemove_AtOnceAndOften_LeaveNothingOfTheEvents()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();

        // Failed for good at once, and no matter for the circuit.
        endpoint.Script(Reply.Status(302));
        var ids = await Task.WhenAll(Enumerable.Range(0, Events).Select(_ => endpoint.PostAsync()));
        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync("SELECT count(*) FROM dead_letters WHERE tenant_id = $1", endpoint.TenantId) == Events, "each has its letter");

        await Task.WhenAll(ids.Select(async id =>
        {
            Assert.Equal(200, await endpoint.StatusAsync(HttpMethod.Post, $"/v1/deliveries/dlv_{id:N}0000/retry", body: null));
            await Eventually.TrueAsync(
                async () =>
                {
                    Assert.Equal(200, await endpoint.StatusAsync(HttpMethod.Delete, $"/v1/deliveries?event_id=evt_{id:N}", body: null));
                    return await endpoint.StatusAsync(HttpMethod.Get, $"/v1/events/evt_{id:N}", body: null) == 404;
                },
                "the event is gone");
        }));

        await stack.UntilStreamIsEmptyOfAsync(ids[^1]);
        Assert.Equal(0, await stack.Database.CountAsync(
            """
            SELECT (SELECT count(*) FROM deliveries WHERE tenant_id = $1) + (SELECT count(*) FROM dead_letters WHERE tenant_id = $1)
              + (SELECT count(*) FROM attempts WHERE event_id = ANY ($2))
            """,
            endpoint.TenantId, ids));
    }
}
