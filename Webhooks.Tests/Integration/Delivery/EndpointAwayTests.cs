using System.Text.Json;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Delivery;

/// <summary>Commands on what belongs to an endpoint that is disabled or deleted: they change nothing, and nothing is lost.</summary>
[Trait("Category", "Delivery")]
public sealed class EndpointAwayTests
{
    public static TheoryData<string, string> Commands => new()
    {
        { "replay", "disabled" }, { "replay", "deleted" },
        { "retry delivery", "disabled" }, { "retry delivery", "deleted" },
        { "retry event", "disabled" }, { "retry event", "deleted" },
        { "requeue", "disabled" }, { "requeue", "deleted" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Retry_EndpointAway_IsRefusedAndTheLetterStays(string command, string state)
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        endpoint.Script(Reply.Status(500));
        var id = await endpoint.PostAsync($$"""{"event":"{{StackSettings.TriedOnce}}"}""");
        await stack.UntilAsync(id, delivery => delivery.DeadLetteredAt is not null, "dead-lettered");
        if (state == "deleted")
        {
            await endpoint.DeleteAsync();
        }
        else
        {
            Assert.Equal(200, await endpoint.StatusAsync(HttpMethod.Post, $"/v1/webhooks/{endpoint.Id}/disable", null));
        }

        var (status, answer) = await CommandAsync(endpoint, command, id);

        if (command == "requeue")
        {
            Assert.Equal((200, $$$"""{"requeued":0,"failed":1,"failed_by_reason":{"endpoint_{{{state}}}":1}}"""), (status, answer));
        }
        else
        {
            Assert.Equal(409, status);
            Assert.Contains($"The endpoint is {state}", answer, StringComparison.Ordinal);
        }

        var delivery = await stack.Database.DeliveryAsync(id);
        Assert.Equal(("failed", 1, 1), (delivery.Status, delivery.Cycle, delivery.Attempts));
        Assert.Single(await stack.Database.DeadLettersAsync(id));
        if (state == "disabled")
        {
            endpoint.Script(Reply.Ok);
            await endpoint.StatusAsync(HttpMethod.Post, $"/v1/webhooks/{endpoint.Id}/enable", null);
            Assert.Equal(200, (await CommandAsync(endpoint, command, id)).Status);
            await stack.UntilAsync(id, "delivered");
            Assert.Empty(await stack.Database.DeadLettersAsync(id));
        }
    }

    [Fact]
    public async Task Disable_WithDeliveriesWaiting_KeepsThemAndEnableBringsThemBack()
    {
        const int Events = 10;
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync(columns: "max_attempts = 50");
        endpoint.Script(Reply.Unavailable);
        await Task.WhenAll(Enumerable.Range(0, Events).Select(_ => endpoint.PostAsync()));
        await endpoint.UntilVisitsAsync(Events / 2);

        await endpoint.StatusAsync(HttpMethod.Post, $"/v1/webhooks/{endpoint.Id}/disable", null);
        await UntilAsync(stack, endpoint, "status = 'parked' AND reason = 'disabled' AND next_attempt_at IS NULL", Events);
        var skipped = await endpoint.PostAsync();
        Assert.Equal("skipped", (await stack.Database.DeliveryAsync(skipped)).Status);
        var visits = endpoint.Visits.Count;
        endpoint.Script(Reply.Ok);
        await endpoint.StatusAsync(HttpMethod.Post, $"/v1/webhooks/{endpoint.Id}/enable", null);

        await UntilAsync(stack, endpoint, "status = 'delivered'", Events);
        Assert.Equal(visits + Events, endpoint.Visits.Count);
        Assert.Equal(200, await endpoint.StatusAsync(HttpMethod.Post, $"/v1/deliveries/dlv_{skipped:N}0000/retry", null));
        await stack.UntilAsync(skipped, "delivered");
    }

    [Fact]
    public async Task Recover_AfterAnAbsence_SendsWhatFailedAndWhatWasSkipped()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        var delivered = await endpoint.PostAsync();
        await stack.UntilAsync(delivered, "delivered");
        endpoint.Script(Reply.Status(500));
        var failed = await endpoint.PostAsync($$"""{"event":"{{StackSettings.TriedOnce}}"}""");
        await stack.UntilAsync(failed, delivery => delivery.DeadLetteredAt is not null, "dead-lettered");
        await endpoint.StatusAsync(HttpMethod.Post, $"/v1/webhooks/{endpoint.Id}/disable", null);
        var skipped = await endpoint.PostAsync();
        const string Since = """{"since":"2020-01-01T00:00:00Z"}""";
        Assert.Equal(409, await endpoint.StatusAsync(HttpMethod.Post, $"/v1/webhooks/{endpoint.Id}/recover", Since));
        await endpoint.StatusAsync(HttpMethod.Post, $"/v1/webhooks/{endpoint.Id}/enable", null);
        endpoint.Script(Reply.Ok);

        using var answer = await endpoint.SendAsync(HttpMethod.Post, $"/v1/webhooks/{endpoint.Id}/recover", Since);

        Assert.Equal("""{"recovered":2,"complete":true}""", await answer.Content.ReadAsStringAsync());
        await stack.UntilAsync(failed, "delivered");
        await stack.UntilAsync(skipped, "delivered");
        Assert.Equal(1, (await stack.Database.DeliveryAsync(delivered)).Attempts);
        Assert.Empty(await stack.Database.DeadLettersAsync(failed));
        Assert.Equal(422, await endpoint.StatusAsync(HttpMethod.Post, $"/v1/webhooks/{endpoint.Id}/recover", """{"since":"soon"}"""));
    }

    private static Task UntilAsync(DeliveryStack stack, TestEndpoint endpoint, string condition, int count) => Eventually.TrueAsync(
        async () => await stack.Database.CountAsync($"SELECT count(*) FROM deliveries WHERE endpoint_id = $1 AND {condition}", endpoint.Id.Value) == count,
        $"{count} are {condition}");

    private static async Task<(int Status, string Answer)> CommandAsync(TestEndpoint endpoint, string command, Guid id)
    {
        var url = command switch
        {
            "replay" => $"/v1/dlq/{await LetterAsync(endpoint)}/replay",
            "retry delivery" => $"/v1/deliveries/dlv_{id:N}0000/retry",
            "retry event" => $"/v1/events/evt_{id:N}/retry",
            _ => "/v1/dlq/requeue",
        };
        using var response = await endpoint.SendAsync(HttpMethod.Post, url, command == "requeue" ? "{}" : null);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task<string> LetterAsync(TestEndpoint endpoint)
    {
        using var response = await endpoint.SendAsync(HttpMethod.Get, "/v1/dlq", null);
        using var list = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return list.RootElement.GetProperty("items")[0].GetProperty("id").GetString()!;
    }
}
