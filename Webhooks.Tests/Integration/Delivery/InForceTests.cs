using System.Text.Json;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Events;
using Webhooks.Core.Tenants;
using Webhooks.Signing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Delivery;

/// <summary>What a command has answered holds in every worker.</summary>
[Trait("Category", "Delivery")]
public sealed class InForceTests
{
    private const int Times = 20;

    [Fact]
    public async Task RotateSecret_WithoutOverlap_IsKnownToTheWorkerWhenItIsAnswered()
    {
        await using var stack = await DeliveryStack.StartAsync();
        var endpoint = await stack.AddEndpointAsync();
        for (var i = 0; i < Times; i++)
        {
            var rotated = await SendAsync(endpoint, HttpMethod.Post, "/rotate-secret", """{"overlap_hours":0}""");

            var known = Assert.Single(stack.OfWorker<ConfigDirectory>().FindEndpoint(endpoint.Id)!.Secrets).Ciphertext.ToArray();
            Assert.Equal(
                await stack.Database.ReadAsync("SELECT ciphertext FROM endpoint_secrets WHERE endpoint_id = $1 AND expires_at IS NULL", row => row.GetFieldValue<byte[]>(0), endpoint.Id.Value),
                [known]);
            Assert.True(rotated.GetProperty("in_force").GetBoolean());
            await endpoint.PostAsync();
            var visits = await endpoint.UntilVisitsAsync(i + 1);
            Assert.Equal(SignatureProfile.Stripe, endpoint.Verify(visits[i], rotated.GetProperty("secret").GetString()).Valid & SignatureProfile.Stripe);
        }
    }

    [Fact]
    public async Task ChangeUrl_WhileADeliveryWaitsForItsTurn_SendsItToTheNewOne()
    {
        await using var stack = await DeliveryStack.StartAsync(("Worker:LaneConcurrency", "1"));
        var (endpoint, gate) = await BusyAsync(stack);
        await endpoint.PostAsync();

        var changed = await SendAsync(endpoint, HttpMethod.Patch, "", $$"""{"url":"{{stack.Receiver.Url(endpoint.Path + "/new")}}"}""");
        gate.SetResult();

        Assert.True(changed.GetProperty("in_force").GetBoolean());
        await stack.Receiver.UntilVisitsAsync(endpoint.Path + "/new", 1);
        Assert.Single(endpoint.Visits);
    }

    [Theory]
    [InlineData("/v1/events/{event}", 1)]
    [InlineData("/v1/deliveries/{delivery}", 1)]
    [InlineData("/v1/deliveries?event_id={event}", 1)]
    [InlineData("/v1/deliveries?event_id={event}", 2)]
    [InlineData("/v1/deliveries?endpoint_id={endpoint}", 1)]
    [InlineData("/webhook-status/{delivery}", 1)]
    public async Task Withdraw_WhatAWorkerHolds_IsNotBegun(string route, int times)
    {
        await using var stack = await DeliveryStack.StartAsync(("Worker:LaneConcurrency", "1"));
        var (endpoint, gate) = await BusyAsync(stack);
        var withdrawn = new EventId(await endpoint.PostAsync("""{"event":"test.happened","withdrawn":true}"""));
        var path = route.Replace("{event}", withdrawn.ToString(), StringComparison.Ordinal)
            .Replace("{delivery}", new DeliveryId(withdrawn, 0).ToString(), StringComparison.Ordinal)
            .Replace("{endpoint}", endpoint.Id.ToString(), StringComparison.Ordinal);

        for (var i = 0; i < times; i++)
        {
            Assert.Equal(200, await endpoint.StatusAsync(HttpMethod.Delete, path, body: null));
        }

        gate.SetResult();
        await stack.UntilAsync(await endpoint.PostAsync(), "delivered");
        Assert.Equal(2, endpoint.Visits.Count);
        Assert.DoesNotContain(endpoint.Visits, visit => visit.Body.AsSpan().IndexOf("withdrawn"u8) >= 0);
    }

    [Fact]
    public async Task Change_WithAWorkerThatDoesNotAnswer_SaysThatItIsNotInForce()
    {
        await using var stack = await DeliveryStack.StartAsync();
        var endpoint = await stack.AddEndpointAsync();
        await stack.Database.ExecuteAsync("INSERT INTO workers (worker_id, seen_at) VALUES ($1, now() + interval '1 hour')", Guid.NewGuid());

        var changed = await SendAsync(endpoint, HttpMethod.Patch, "", """{"description":"other"}""");

        Assert.False(changed.GetProperty("in_force").GetBoolean());
    }

    /// <summary>An endpoint that has a request, and answers it when the gate opens.</summary>
    private static async Task<(TestEndpoint Endpoint, TaskCompletionSource Gate)> BusyAsync(DeliveryStack stack)
    {
        var endpoint = await stack.AddEndpointAsync();
        var gate = new TaskCompletionSource();
        endpoint.Script(Reply.Ok.After(gate.Task));
        await endpoint.PostAsync();
        await endpoint.UntilVisitsAsync(1);
        return (endpoint, gate);
    }

    private static async Task<JsonElement> SendAsync(TestEndpoint endpoint, HttpMethod method, string path, string body)
    {
        using var response = await endpoint.SendAsync(method, $"/v1/webhooks/{endpoint.Id}{path}", body);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, answer);
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.Clone();
    }
}
