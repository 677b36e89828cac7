using System.Text.Json;
using Webhooks.Core.Endpoints;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Delivery;

[Trait("Category", "Delivery")]
public sealed class EndpointWatchTests
{
    private static readonly (string, string)[] Settings = [("Worker:FailingAfter", "00:00:01"), ("Worker:DisableAfter", "00:01:00")];

    [Fact]
    public async Task Deliver_EndpointGone_DisablesItAndTellsTheOperationalEndpoint()
    {
        await using var stack = await DeliveryStack.StartAsync(Settings);
        var endpoint = await stack.AddEndpointAsync();
        var operations = await AddOperationalAsync(stack, endpoint);
        endpoint.Script(Reply.Status(410, "Gone"));

        await endpoint.PostAsync();

        var told = await stack.Receiver.UntilVisitsAsync(operations, 2);
        Assert.Equal(["delivery.exhausted", "endpoint.disabled"], told.Select(visit => visit["X-Webhook-Event"]).Order(StringComparer.Ordinal));
        using var body = JsonDocument.Parse(told.Single(visit => visit["X-Webhook-Event"] == "endpoint.disabled").Body);
        Assert.Equal("endpoint.disabled", body.RootElement.GetProperty("event").GetString());
        Assert.Equal(endpoint.Id.ToString(), body.RootElement.GetProperty("data").GetProperty("endpoint_id").GetString());
        Assert.Equal("HTTP 410: Gone", body.RootElement.GetProperty("data").GetProperty("reason").GetString());
        Assert.Equal(1, await CountAsync(stack, endpoint, "state = 'disabled' AND state_reason = 'HTTP 410: Gone'"));
    }

    [Fact]
    public async Task Deliver_EverythingFailsForLong_DisablesTheEndpoint()
    {
        await using var stack = await DeliveryStack.StartAsync(Settings);
        var endpoint = await stack.AddEndpointAsync(columns: "failing_since = now() - interval '2 minutes'");
        var quiet = await stack.AddEndpointAsync(columns: "failing_since = now() - interval '2 minutes'");
        endpoint.Script(Reply.Unavailable);
        await endpoint.PostAsync();

        await Eventually.TrueAsync(async () => await CountAsync(stack, endpoint, "state = 'disabled'") == 1, "the endpoint is disabled");

        Assert.Equal(1, await CountAsync(stack, endpoint, "state_reason LIKE 'every attempt has failed since 2%'"));
        Assert.Equal(1, await CountAsync(stack, quiet, "state = 'active'"));
    }

    [Fact]
    public async Task Deliver_FailingThenWell_IsMarkedAndClearedAndTheRecoveryIsTold()
    {
        await using var stack = await DeliveryStack.StartAsync([.. Settings, ("Retries:Policies:fast:MaxAttempts", "50")]);
        var endpoint = await stack.AddEndpointAsync();
        var operations = await AddOperationalAsync(stack, endpoint);
        endpoint.Script(Reply.Unavailable);
        var id = await endpoint.PostAsync();
        await Eventually.TrueAsync(async () => await CountAsync(stack, endpoint, "failing_since IS NOT NULL") == 1, "it is marked as failing");

        endpoint.Script(Reply.Ok);

        await stack.UntilAsync(id, "delivered");
        await Eventually.TrueAsync(async () => await CountAsync(stack, endpoint, "failing_since IS NULL AND state = 'active'") == 1, "the mark is cleared");
        var told = await stack.Receiver.UntilVisitsAsync(operations, 2);
        Assert.Equal(["endpoint.failing", "endpoint.recovered"], told.Select(visit => visit["X-Webhook-Event"]));
    }

    [Fact]
    public async Task Deliver_RetriesOverBeforeItCountsAsFailing_IsMarkedAndToldAllTheSame()
    {
        await using var stack = await DeliveryStack.StartAsync(Settings);
        var endpoint = await stack.AddEndpointAsync(StackSettings.Single);
        var operations = await AddOperationalAsync(stack, endpoint);
        endpoint.Script(Reply.Unavailable);

        await stack.UntilAsync(await endpoint.PostAsync(), "failed");

        await Eventually.TrueAsync(async () => await CountAsync(stack, endpoint, "failing_since IS NOT NULL") == 1, "it is marked as failing");
        var told = await stack.Receiver.UntilVisitsAsync(operations, 2);
        Assert.Equal(["delivery.exhausted", "endpoint.failing"], told.Select(visit => visit["X-Webhook-Event"]));

        endpoint.Script(Reply.Ok);
        await stack.UntilAsync(await endpoint.PostAsync(), "delivered");
        await Eventually.TrueAsync(async () => await CountAsync(stack, endpoint, "failing_since IS NULL") == 1, "the mark is cleared");
    }

    /// <summary>An operational endpoint beside the tenant's own, with the same secret; returns its path.</summary>
    private static async Task<string> AddOperationalAsync(DeliveryStack stack, TestEndpoint beside)
    {
        var path = beside.Path + "-operations";
        await stack.Database.ExecuteAsync(
            """
            INSERT INTO endpoints (endpoint_id, tenant_id, url, is_operational, retry_policy) VALUES ($1, $2, $3, true, 'fast')
            """,
            EndpointId.New(TimeProvider.System).Value, beside.TenantId, stack.Receiver.Url(path).AbsoluteUri);
        await stack.UntilKnownAsync(beside);
        stack.Receiver.Script(path, Reply.Ok);
        return path;
    }

    private static Task<long> CountAsync(DeliveryStack stack, TestEndpoint endpoint, string condition) =>
        stack.Database.CountAsync($"SELECT count(*) FROM endpoints WHERE endpoint_id = $1 AND {condition}", endpoint.Id.Value);
}
