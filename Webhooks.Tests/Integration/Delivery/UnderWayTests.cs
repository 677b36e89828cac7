using System.Text.Json;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Delivery;

/// <summary>Commands while an attempt is under way: each request counts, under a number of its own.</summary>
[Trait("Category", "Delivery")]
public sealed class UnderWayTests
{
    [Theory]
    [InlineData("/v1/events/evt_{0}/retry")]
    [InlineData("/v1/deliveries/dlv_{0}0000/retry")]
    public async Task Retry_WhileTheSecondAttemptIsUnderWay_IsAConflict(string url)
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        var gate = new TaskCompletionSource();
        endpoint.Script(Reply.Status(500), Reply.Ok.After(gate.Task));
        var id = await endpoint.PostAsync();
        await endpoint.UntilVisitsAsync(2);

        Assert.Equal(409, await endpoint.StatusAsync(HttpMethod.Post, string.Format(null, url, id.ToString("N")), null));

        gate.SetResult();
        var delivered = await stack.UntilAsync(id, "delivered");
        Assert.Equal((2, 1), (delivered.Attempts, delivered.Cycle));
        Assert.Equal([1, 2], endpoint.Visits.Select(visit => visit.Attempt));
        Assert.Equal([1, 2], (await stack.Database.AttemptsAsync(id)).Select(attempt => attempt.Attempt));
    }

    [Theory]
    [InlineData(200, "delivered", "event")]
    [InlineData(200, "delivered", "delivery")]
    [InlineData(200, "delivered", "endpoint")]
    [InlineData(500, "cancelled", "event")]
    public async Task Cancel_WhileAnAttemptIsUnderWay_CountsItAsItEnds(int answer, string status, string what)
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        var gate = new TaskCompletionSource();
        endpoint.Script(Reply.Status(answer).After(gate.Task));
        var id = await endpoint.PostAsync();
        await endpoint.UntilVisitsAsync(1);

        if (what == "endpoint")
        {
            // The tenant's default endpoint stays, so the row stands in for one that goes.
            await stack.Database.ExecuteAsync("UPDATE endpoints SET is_default = false WHERE endpoint_id = $1", endpoint.Id.Value);
            Assert.Equal(204, await endpoint.StatusAsync(HttpMethod.Delete, $"/v1/webhooks/{endpoint.Id}", null));
        }
        else
        {
            Assert.Equal(200, await endpoint.StatusAsync(HttpMethod.Delete, what == "event" ? $"/v1/events/evt_{id:N}" : $"/v1/deliveries/dlv_{id:N}0000", null));
        }

        await stack.UntilAsync(id, "cancelled");
        gate.SetResult();
        var ended = await stack.UntilAsync(id, delivery => delivery.Attempts == 1, "counted");
        Assert.Equal((status, answer), (ended.Status, ended.LastStatusCode));
        Assert.Single(await stack.Database.AttemptsAsync(id));
        await stack.UntilStreamIsEmptyOfAsync(id);
        Assert.Single(endpoint.Visits);
    }

    [Theory]
    [InlineData(200, false)]
    [InlineData(200, true)]
    [InlineData(500, false)]
    public async Task RemoveTwice_WhileAnAttemptIsUnderWay_KeepsItUntilTheOutcomeIsWritten(int answer, bool isShown)
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        var gate = new TaskCompletionSource();
        endpoint.Script(Reply.Status(answer).After(gate.Task));
        var id = await endpoint.PostAsync();
        await (isShown ? (Task)stack.UntilAsync(id, "in_progress") : endpoint.UntilVisitsAsync(1));
        var all = $"/v1/deliveries?event_id=evt_{id:N}";

        Assert.Equal("""{"deleted":0,"cancelled":1}""", await RemoveAsync(all));
        await stack.UntilAsync(id, delivery => delivery.Reason == "cancelled by the tenant, during an attempt", "shown");
        Assert.Equal("""{"deleted":0,"cancelled":0}""", await RemoveAsync(all));
        Assert.Equal(409, await endpoint.StatusAsync(HttpMethod.Delete, $"/webhook-status/dlv_{id:N}0000", null));
        gate.SetResult();

        var ended = await stack.UntilAsync(id, delivery => delivery.Attempts == 1, "counted");
        Assert.Equal(answer == 200 ? "delivered" : "cancelled", ended.Status);
        Assert.Equal(answer == 200 ? null : "cancelled by the tenant", ended.Reason);
        Assert.Single(await stack.Database.AttemptsAsync(id));
        Assert.Equal("""{"deleted":1,"cancelled":0}""", await RemoveAsync(all));
        Assert.Equal(404, await endpoint.StatusAsync(HttpMethod.Get, $"/v1/events/evt_{id:N}", null));

        async Task<string> RemoveAsync(string path)
        {
            using var response = await endpoint.SendAsync(HttpMethod.Delete, path, body: null);
            return await response.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task Remove_EndpointWasDeletedDuringTheAttempt_KeepsItUntilTheOutcomeIsWritten()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync(columns: "is_default = false");
        var gate = new TaskCompletionSource();
        endpoint.Script(Reply.Ok.After(gate.Task));
        var id = await endpoint.PostAsync();
        await endpoint.UntilVisitsAsync(1);

        Assert.Equal(204, await endpoint.StatusAsync(HttpMethod.Delete, $"/v1/webhooks/{endpoint.Id}", null));
        Assert.Equal(409, await endpoint.StatusAsync(HttpMethod.Delete, $"/webhook-status/dlv_{id:N}0000", null));
        Assert.Equal("endpoint deleted, during an attempt", (await stack.Database.DeliveryAsync(id)).Reason);
        gate.SetResult();

        Assert.Equal("delivered", (await stack.UntilAsync(id, delivery => delivery.Attempts == 1, "counted")).Status);
    }

    [Fact]
    public async Task MaxRetries_AboveThePolicys_Holds()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync(columns: "max_attempts = 8");
        endpoint.Script(Reply.Status(500));
        var id = await endpoint.PostAsync();

        var failed = await stack.UntilAsync(id, delivery => delivery.DeadLetteredAt is not null, "dead-lettered");

        Assert.Equal(8, failed.Attempts);
        Assert.Equal(Enumerable.Range(1, 8), endpoint.Visits.Select(visit => visit.Attempt));
        Assert.Equal(8, (await stack.Database.AttemptsAsync(id)).Count);
    }

    [Fact]
    public async Task Retry_Always_AnswersPending()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        endpoint.Script(Reply.Status(500));
        var id = await endpoint.PostAsync($$"""{"event":"{{StackSettings.TriedOnce}}"}""");
        for (var round = 0; round < 5; round++)
        {
            await stack.UntilAsync(id, delivery => delivery.DeadLetteredAt is not null, "dead-lettered");
            using var response = await endpoint.SendAsync(HttpMethod.Post, $"/v1/events/evt_{id:N}/retry", null);
            using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            Assert.Equal("PENDING", answer.RootElement.GetProperty("event").GetProperty("status").GetString());
        }
    }

    [Fact]
    public async Task Resend_DeliveredEvent_SendsItAgainMarkedAsARepeat()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        var id = await endpoint.PostAsync();
        await stack.UntilAsync(id, "delivered");

        Assert.Equal(202, await endpoint.StatusAsync(HttpMethod.Post, $"/v1/events/evt_{id:N}/resend", null));
        Assert.Equal(202, await endpoint.StatusAsync(HttpMethod.Post, $"/v1/events/evt_{id:N}/resend", $$"""{"endpoint_id":"{{endpoint.Id}}"}"""));

        var visits = await endpoint.UntilVisitsAsync(3);
        Assert.Equal(["", "1", "1"], visits.Select(visit => visit["X-Webhook-Resend"]));
        Assert.Single(visits.Select(visit => visit.Id).Distinct(StringComparer.Ordinal));
        Assert.Equal(404, await endpoint.StatusAsync(HttpMethod.Post, $"/v1/events/evt_{Guid.NewGuid():N}/resend", null));
        Assert.Equal(422, await endpoint.StatusAsync(HttpMethod.Post, $"/v1/events/evt_{id:N}/resend", """{"endpoint_id":"none"}"""));
    }
}
