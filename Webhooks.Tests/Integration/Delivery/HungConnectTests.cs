using System.Net;
using System.Net.Sockets;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Delivery;

[Trait("Category", "Delivery")]
public sealed class HungConnectTests
{
    /// <summary>A listener that accepts and never answers the TLS handshake, at first.</summary>
    [Fact]
    public async Task Deliver_HandshakeThatHangs_IsAConnectionOfItsOwnForEachAttempt()
    {
        var stack = await DeliveryStack.GetAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"https://{listener.LocalEndpoint}/hook";
        var first = await stack.AddEndpointAsync(StackSettings.Fast, "timeout_ms = 400", url);
        var second = await stack.AddEndpointAsync(StackSettings.Fast, "timeout_ms = 400", url);

        var ids = await Task.WhenAll(first.PostAsync(), second.PostAsync());

        foreach (var id in ids)
        {
            await stack.UntilAsync(id, delivery => delivery.DeadLetteredAt is not null, "dead-lettered");
            var attempts = await stack.Database.AttemptsAsync(id);
            Assert.Equal(4, attempts.Count);
            Assert.All(attempts, attempt => Assert.Equal("Timeout", attempt.ErrorClass));
        }

        var connections = new List<Socket>();
        while (listener.Pending())
        {
            connections.Add(await listener.AcceptSocketAsync());
        }

        Assert.Equal(8, connections.Count);
        connections.ForEach(connection => connection.Dispose());
    }

    [Fact]
    public async Task Deliver_ManyTenants_HaveAPoolEach()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoints = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => stack.AddEndpointAsync()));

        await Task.WhenAll(endpoints.Select(endpoint => endpoint.PostAsync()));

        var connections = new HashSet<int>();
        foreach (var endpoint in endpoints)
        {
            connections.Add((await endpoint.UntilVisitsAsync(1))[0].Connection);
        }

        Assert.Equal(endpoints.Length, connections.Count);
    }
}
