using System.Text.Json;
using Webhooks.Testing;

namespace Webhooks.Tests.Integration.Api;

/// <summary>POST /v1/replays and what it does to deliveries that no worker takes up.</summary>
public sealed partial class ReplayTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Replay_OfWhatHasFailed_PutsEachOnItsWayOnceAndTakesItsLetter()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var failed = await FailAsync(tenant, 3);
        var delivered = await tenant.PostEventAsync();
        await fixture.Api.UntilPublishedAsync();
        await fixture.Api.SetDeliveriesAsync(delivered, "delivered", 1);

        var started = await tenant.SendAsync("POST", "/v1/replays", """{"filter":{"status":"failed"}}""");
        var ended = await UntilEndedAsync(tenant, started);

        Assert.Equal((202, $"/v1/replays/{started.Text("id")}"), (started.Status, started.Header("Location")));
        Assert.Equal(("running", 100, 3, true), (started.Text("state"), started.At("rate").GetInt32(), started.At("matched").GetInt32(), started.At("matched_complete").GetBoolean()));
        Assert.Equal("""{"status":"failed","event_type":null,"endpoint_id":null,"since":null,"until":null}""", started.At("filter").GetRawText());
        Assert.Equal(("completed", 3, 0), (ended.Text("state"), ended.At("sent").GetInt32(), ended.At("skipped").GetInt32()));
        Assert.NotEqual(JsonValueKind.Null, ended.At("finished_at").ValueKind);
        foreach (var id in failed)
        {
            Assert.Equal(("pending", 2), await DeliveryAsync(tenant, id));
        }

        Assert.Equal(("delivered", 1), await DeliveryAsync(tenant, delivered));
        Assert.Equal(0, (await tenant.SendAsync("GET", "/v1/dlq")).At("items").GetArrayLength());
        await fixture.Api.UntilPublishedAsync();
    }

    [Fact]
    public async Task Replay_OfWhatWasDelivered_SendsEachOnceMoreAndEnds()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var id = await tenant.PostEventAsync();
        await fixture.Api.UntilPublishedAsync();
        await fixture.Api.SetDeliveriesAsync(id, "delivered", 1);

        for (var n = 2; n <= 3; n++)
        {
            var ended = await UntilEndedAsync(tenant, await tenant.SendAsync("POST", "/v1/replays", """{"filter":{"status":"delivered"}}"""));

            Assert.Equal(1, ended.At("sent").GetInt32());
            Assert.Equal(n, (await tenant.SendAsync("GET", $"/v1/events/{id}")).At("event.deliveries").GetArrayLength());
            await fixture.Api.UntilPublishedAsync();
            await fixture.Api.SetDeliveriesAsync(id, "delivered", 1);
        }
    }

    [Fact]
    public async Task Replay_WhatCannotBeSent_IsCountedByReasonAndStays()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var target = (await tenant.SendAsync("GET", "/v1/webhooks")).At("items")[0].GetProperty("id").GetString();
        var deleted = (await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/a","events":["a"]}""")).Text("id");
        Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/b","events":["b"]}""")).Status);
        var (both, one) = (await tenant.PostEventAsync("""{"event":"a"}"""), await tenant.PostEventAsync("""{"event":"b"}"""));
        await fixture.Api.UntilPublishedAsync();
        await fixture.Api.SetDeliveriesAsync(both, "failed", 5);
        await fixture.Api.SetDeliveriesAsync(one, "failed", 5);
        Assert.Equal(200, (await tenant.SendAsync("POST", $"/v1/webhooks/{target}/disable")).Status);
        Assert.Equal(204, (await tenant.SendAsync("DELETE", $"/v1/webhooks/{deleted}")).Status);

        var ended = await UntilEndedAsync(tenant, await tenant.SendAsync("POST", "/v1/replays", """{"filter":{"since":"2026-01-01T00:00:00Z"}}"""));

        Assert.Equal((1, 3), (ended.At("sent").GetInt32(), ended.At("skipped").GetInt32()));
        Assert.Equal("""{"endpoint_deleted":1,"endpoint_disabled":2}""", ended.At("skipped_by_reason").GetRawText());
        Assert.Equal(3, (await tenant.SendAsync("GET", "/v1/deliveries?status=failed")).At("items").GetArrayLength());
    }

    [Fact]
    public async Task Replay_ForOneEndpointThatTakesNothing_IsRefusedWithTheCure()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        await FailAsync(tenant, 1);
        var target = (await tenant.SendAsync("GET", "/v1/webhooks")).At("items")[0].GetProperty("id").GetString();
        var other = (await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/"}""")).Text("id");
        Assert.Equal(200, (await tenant.SendAsync("POST", $"/v1/webhooks/{target}/disable")).Status);
        Assert.Equal(204, (await tenant.SendAsync("DELETE", $"/v1/webhooks/{other}")).Status);

        foreach (var dryRun in new[] { "true", "false" })
        {
            Assert.Contains("Enable it first", (await StartAsync(target, dryRun)).AssertProblem(409, "conflict"), StringComparison.Ordinal);
            Assert.Contains("There is no endpoint", (await StartAsync(other, dryRun)).AssertProblem(409, "conflict"), StringComparison.Ordinal);
        }

        Assert.Equal(200, (await tenant.SendAsync("POST", $"/v1/webhooks/{target}/enable")).Status);
        Assert.Equal(202, (await StartAsync(target, "false")).Status);

        Task<Answer> StartAsync(string? endpoint, string dryRun) =>
            tenant.SendAsync("POST", "/v1/replays", $$"""{"filter":{"endpoint_id":"{{endpoint}}"},"dry_run":{{dryRun}}}""");
    }

    [Fact]
    public async Task Replay_SomeRemovedBeforeTheirTurn_CountsThemToo()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var failed = await FailAsync(tenant, 3);
        var started = await tenant.SendAsync("POST", "/v1/replays", """{"filter":{"status":"failed"},"rate":0.1}""");
        var url = $"/v1/replays/{started.Text("id")}";
        await Eventually.TrueAsync(async () => (await tenant.SendAsync("GET", url)).At("sent").GetInt32() == 1, "the first is sent");

        Assert.Equal(1, (await tenant.SendAsync("DELETE", $"/v1/deliveries?event_id={failed[2]}")).At("deleted").GetInt32());
        await fixture.Api.ExecuteAsync($"UPDATE replays SET rate = 1000, next_turn_at = now() WHERE replay_id = '{Guid.ParseExact(started.Text("id")![4..], "N")}'");
        var ended = await UntilEndedAsync(tenant, started);

        Assert.Equal((3, 2, 1), (ended.At("matched").GetInt32(), ended.At("sent").GetInt32(), ended.At("skipped").GetInt32()));
        Assert.Equal("""{"changed":1}""", ended.At("skipped_by_reason").GetRawText());
    }

    [Fact]
    public async Task Replay_MoreMatchOnItsWay_CountsThemAsMatched()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        await FailAsync(tenant, 2);
        var late = await tenant.PostEventAsync();
        await fixture.Api.UntilPublishedAsync();
        var started = await tenant.SendAsync("POST", "/v1/replays", """{"filter":{"status":"failed"},"rate":0.1}""");
        await Eventually.TrueAsync(
            async () => (await tenant.SendAsync("GET", $"/v1/replays/{started.Text("id")}")).At("sent").GetInt32() == 1, "the first is sent");

        await fixture.Api.SetDeliveriesAsync(late, "failed", 5);
        await fixture.Api.ExecuteAsync($"UPDATE replays SET rate = 1000, next_turn_at = now() WHERE replay_id = '{Guid.ParseExact(started.Text("id")![4..], "N")}'");
        var ended = await UntilEndedAsync(tenant, started);

        Assert.Equal((3, 3, 0), (ended.At("matched").GetInt32(), ended.At("sent").GetInt32(), ended.At("skipped").GetInt32()));
    }

    private async Task<List<string>> FailAsync(HttpClient tenant, int count)
    {
        var ids = new List<string>();
        for (var i = 0; i < count; i++)
        {
            ids.Add(await tenant.PostEventAsync("""{"event":"a"}"""));
        }

        await fixture.Api.UntilPublishedAsync();
        foreach (var id in ids)
        {
            await fixture.Api.SetDeliveriesAsync(id, "failed", 5);
        }

        return ids;
    }

    private static async Task<(string?, int)> DeliveryAsync(HttpClient tenant, string eventId)
    {
        var delivery = Assert.Single((await tenant.SendAsync("GET", $"/v1/deliveries?event_id={eventId}")).At("items").EnumerateArray());
        return (delivery.GetProperty("status").GetString(), delivery.GetProperty("cycle").GetInt32());
    }

    private static async Task<Answer> UntilEndedAsync(HttpClient tenant, Answer started)
    {
        Assert.True(started.Status == 202, started.Body);
        var replay = started;
        await Eventually.TrueAsync(
            async () => (replay = await tenant.SendAsync("GET", $"/v1/replays/{started.Text("id")}")).Text("state") != "running", () => replay.Body);
        return replay;
    }
}
