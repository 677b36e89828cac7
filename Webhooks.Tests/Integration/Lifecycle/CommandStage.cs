using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Lifecycle;

/// <summary>Brings a delivery and its endpoint into a state.</summary>
internal sealed class CommandStage(DeliveryStack stack, TestEndpoint endpoint)
{
    /// <summary>The policy of a delivery that waits: 15 s, ±25 %, which is time for the command.</summary>
    private const string Patient = "waits";

    public static readonly (string Key, string Value)[] Settings =
    [
        ("Worker:CheckAfter", "00:00:01"),
        ("Circuit:MinimumThroughput", "3"),
        ("Circuit:BreakDuration", "00:10:00"),
        ("Circuit:MaxBreakDuration", "00:10:00"),
        ($"Retries:Policies:{Patient}:Schedule:0", "00:00:15"),
        ($"Retries:Policies:{Patient}:Schedule:1", "00:00:00.1"),
    ];

    private readonly TaskCompletionSource _gate = new();

    /// <summary>Lets an attempt that is under way come to its end.</summary>
    public void OpenGate() => _gate.TrySetResult();

    /// <summary>The event whose delivery is in this state at an endpoint in that one.</summary>
    public async Task<Guid> SetAsync(string delivery, string state)
    {
        if (state == "circuit open" && delivery == "parked")
        {
            await OpenCircuitAsync();
            return await UntilAsync(await endpoint.PostAsync(), "parked");
        }

        var id = await SetDeliveryAsync(delivery, state);
        if (state == "hung")
        {
            endpoint.Script([.. endpoint.Visits.Select(_ => Reply.Ok), Reply.Hang, Reply.Ok]);
            var visits = endpoint.Visits.Count;
            await endpoint.PostAsync("""{"event":"test.other"}""");
            await endpoint.UntilVisitsAsync(visits + 1);
        }
        else if (state == "circuit open")
        {
            await OpenCircuitAsync();
        }
        else if (state == "deleted")
        {
            Assert.Equal(204, await endpoint.StatusAsync(HttpMethod.Delete, $"/v1/webhooks/{endpoint.Id}", null));
        }
        else if (state != CommandTable.Active)
        {
            var command = state == "paused" ? "pause" : "disable";
            Assert.Equal(200, await endpoint.StatusAsync(HttpMethod.Post, $"/v1/webhooks/{endpoint.Id}/{command}", null));
        }

        await stack.UntilKnownAsync(endpoint);
        return id;
    }

    private async Task<Guid> SetDeliveryAsync(string delivery, string state)
    {
        switch (delivery)
        {
            case "in progress":
                endpoint.Script(Reply.Ok.After(_gate.Task));
                return await UntilAsync(await endpoint.PostAsync(), "in_progress");
            case "retrying":
                await endpoint.ChangeAsync($"retry_policy = '{Patient}'");
                endpoint.Script(Reply.Status(500), Reply.Ok);
                return await UntilAsync(await endpoint.PostAsync(), "retrying");
            case "delivered":
                return await UntilAsync(await endpoint.PostAsync(), "delivered");
            case "failed":
                endpoint.Script(Reply.Status(500), Reply.Ok);
                var failed = await endpoint.PostAsync($$"""{"event":"{{StackSettings.TriedOnce}}"}""");
                await stack.UntilAsync(failed, it => it.DeadLetteredAt is not null, "dead-lettered");
                return failed;
            case "skipped":
                await endpoint.ChangeAsync("state = 'disabled'");
                var skipped = await UntilAsync(await endpoint.PostAsync(), "skipped");
                await endpoint.ChangeAsync("state = 'active'");
                return skipped;
            case "parked" or "cancelled":
                return await HoldAsync(delivery, state);
            default:
                return await endpoint.PostAsync();
        }
    }

    /// <summary>Parked after a failure because its endpoint was paused meanwhile, and from there to where it shall be.</summary>
    private async Task<Guid> HoldAsync(string delivery, string state)
    {
        endpoint.Script(Reply.Status(500).After(_gate.Task), Reply.Ok);
        var id = await endpoint.PostAsync();
        await endpoint.UntilVisitsAsync(1);
        await endpoint.ChangeAsync("state = 'paused'");
        OpenGate();
        await UntilAsync(id, "parked");
        if (delivery == "cancelled")
        {
            Assert.Equal(200, await endpoint.CancelAsync(id));
            await endpoint.ChangeAsync("state = 'active'");
        }
        else if (state is CommandTable.Active or "hung")
        {
            // As a rate that is used up leaves it.
            await stack.Database.ExecuteAsync("UPDATE deliveries SET reason = 'rate limit', next_attempt_at = now() + interval '1 hour' WHERE event_id = $1", id);
            await endpoint.ChangeAsync("state = 'active'");
        }

        return id;
    }

    /// <summary>By an event of its own, of which nothing is left that a command could send.</summary>
    private async Task OpenCircuitAsync()
    {
        endpoint.Script(Reply.Status(500));
        var id = await endpoint.PostAsync();
        await stack.UntilAsync(id, it => it.Status == "parked" || it.DeadLetteredAt is not null, "failed or held back by the circuit");
        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync("SELECT count(*) FROM circuits WHERE endpoint_id = $1", endpoint.Id.Value) == 1, "the circuit is open");
        Assert.Equal(200, await endpoint.StatusAsync(HttpMethod.Delete, $"/v1/deliveries?event_id=evt_{id:N}", null));
        endpoint.Script(Reply.Ok);
    }

    private async Task<Guid> UntilAsync(Guid id, string status)
    {
        await stack.UntilAsync(id, status);
        return id;
    }
}
