using System.Text.Json;
using Webhooks.Testing;

namespace Webhooks.Tests.Integration.Api;

/// <summary>POST /v1/replays and what it does to deliveries that no worker takes up.</summary>
public sealed class ReplayTests(ApiFixture fixture) : IClassFixture<ApiFixture>
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

    [Fact]
    public async Task Filter_EachMember_ChoosesWhatItNames()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var second = (await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/","events":["b"]}""")).Text("id");
        var (a, b) = (await tenant.PostEventAsync("""{"event":"a"}"""), await tenant.PostEventAsync("""{"event":"b"}"""));
        await fixture.Api.UntilPublishedAsync();
        await fixture.Api.SetDeliveriesAsync(a, "failed", 5);
        await fixture.Api.SetDeliveriesAsync(b, "skipped", 0);

        Assert.Equal(3, await MatchedAsync("""{"since":"2026-01-01T00:00:00Z"}"""));
        Assert.Equal(1, await MatchedAsync("""{"status":"failed"}"""));
        Assert.Equal(2, await MatchedAsync("""{"status":"skipped"}"""));
        Assert.Equal(0, await MatchedAsync("""{"status":"delivered"}"""));
        Assert.Equal(1, await MatchedAsync("""{"event_type":"a"}"""));
        Assert.Equal(2, await MatchedAsync("""{"event_type":"b"}"""));
        Assert.Equal(1, await MatchedAsync($$"""{"endpoint_id":"{{second}}"}"""));
        Assert.Equal(0, await MatchedAsync($$"""{"endpoint_id":"{{second}}","event_type":"a"}"""));
        Assert.Equal(0, await MatchedAsync("""{"until":"2026-01-01T00:00:00Z"}"""));
        Assert.Equal(0, await MatchedAsync("""{"since":"2099-01-01T00:00:00Z"}"""));
        Assert.Equal(3, await MatchedAsync("""{"until":"2099-01-01T00:00:00Z"}"""));

        async Task<int> MatchedAsync(string filter)
        {
            var preview = await tenant.SendAsync("POST", "/v1/replays", $$"""{"filter":{{filter}},"dry_run":true}""");
            Assert.True(preview.Status == 200, preview.Body);
            Assert.Equal(preview.At("matched").GetInt32(), preview.At("items").GetArrayLength());
            return preview.At("matched").GetInt32();
        }
    }

    [Fact]
    public async Task DryRun_OfMany_ShowsTheFirstTenAndSendsNothing()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var failed = await FailAsync(tenant, 12);

        var preview = await tenant.SendAsync("POST", "/v1/replays", """{"filter":{"status":"failed"},"dry_run":true}""");

        Assert.Equal((200, 12, true), (preview.Status, preview.At("matched").GetInt32(), preview.At("matched_complete").GetBoolean()));
        Assert.Equal(failed.Order(StringComparer.Ordinal).Take(10), preview.At("items").EnumerateArray().Select(item => item.GetProperty("event_id").GetString()));
        Assert.Equal(0, (await tenant.SendAsync("GET", "/v1/replays")).At("items").GetArrayLength());
        Assert.Equal(("failed", 1), await DeliveryAsync(tenant, failed[0]));
    }

    [Fact]
    public async Task Pause_Resume_Cancel_HoldAndEndIt()
    {
        const int Count = 20;
        using var tenant = await fixture.Api.NewTenantAsync();
        await FailAsync(tenant, Count);
        var started = await tenant.SendAsync("POST", "/v1/replays", """{"filter":{"status":"failed"},"rate":0.1}""");
        var url = $"/v1/replays/{started.Text("id")}";
        await Eventually.TrueAsync(async () => (await tenant.SendAsync("GET", url)).At("sent").GetInt32() > 0, "the first is sent");

        var paused = await tenant.SendAsync("POST", url + "/pause");
        var again = await tenant.SendAsync("POST", url + "/pause");
        var resumed = await tenant.SendAsync("POST", url + "/resume");
        await Eventually.TrueAsync(async () => (await tenant.SendAsync("GET", url)).At("sent").GetInt32() > paused.At("sent").GetInt32(), "the next is sent");
        var cancelled = await tenant.SendAsync("POST", url + "/cancel");

        Assert.Equal([(200, "paused"), (200, "paused"), (200, "running"), (200, "cancelled")], new[] { paused, again, resumed, cancelled }.Select(answer => (answer.Status, answer.Text("state"))));
        Assert.NotEqual(JsonValueKind.Null, cancelled.At("finished_at").ValueKind);
        foreach (var command in new[] { "pause", "resume", "cancel" })
        {
            Assert.Contains("is cancelled", (await tenant.SendAsync("POST", $"{url}/{command}")).AssertProblem(409, "conflict"), StringComparison.Ordinal);
            (await tenant.SendAsync("POST", $"/v1/replays/rpl_{Guid.Empty:N}/{command}")).AssertProblem(404, "not-found");
        }

        Assert.Equal(paused.At("sent").GetInt32(), again.At("sent").GetInt32());
        Assert.Equal(
            Count - cancelled.At("sent").GetInt32(), (await tenant.SendAsync("GET", "/v1/deliveries?status=failed")).At("items").GetArrayLength());
    }

    [Fact]
    public async Task Start_MoreThanMayBeLive_IsAConflictUntilOneEnds()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        await FailAsync(tenant, 30);
        var started = await Task.WhenAll(Enumerable.Range(0, 7).Select(_ => tenant.SendAsync("POST", "/v1/replays", """{"filter":{"status":"failed"},"rate":0.1}""")));

        Assert.Equal(5, started.Count(answer => answer.Status == 202));
        Assert.All(started.Where(answer => answer.Status != 202), answer => answer.AssertProblem(409, "conflict"));
        var live = started.First(answer => answer.Status == 202).Text("id");
        Assert.Equal(200, (await tenant.SendAsync("POST", $"/v1/replays/{live}/cancel")).Status);
        Assert.Equal(202, (await tenant.SendAsync("POST", "/v1/replays", """{"filter":{"status":"failed"},"rate":0.1}""")).Status);

        var page = await tenant.SendAsync("GET", "/v1/replays?limit=4");
        var rest = await tenant.SendAsync("GET", $"/v1/replays?limit=4&next_token={page.Text("next_token")}");
        Assert.Equal((4, 2), (page.At("items").GetArrayLength(), rest.At("items").GetArrayLength()));
        Assert.Equal(JsonValueKind.Null, rest.At("next_token").ValueKind);
        await fixture.Api.ExecuteAsync("UPDATE replays SET state = 'cancelled', finished_at = now() WHERE finished_at IS NULL");
    }

    [Theory]
    [InlineData("""{}""", "at least one of 'status'")]
    [InlineData("""{"filter":{}}""", "at least one of 'status'")]
    [InlineData("""{"filter":{"status":"pending"}}""", "'filter.status' must be one of failed, skipped, delivered")]
    [InlineData("""{"filter":{"status":""}}""", "'filter.status' is empty")]
    [InlineData("""{"filter":{"event_type":"a b"}}""", "'filter.event_type' must be")]
    [InlineData("""{"filter":{"endpoint_id":"x"}}""", "'filter.endpoint_id' must be")]
    [InlineData("""{"filter":{"since":"yesterday"}}""", "'filter.since' must be")]
    [InlineData("""{"filter":{"since":"2","until":"1"}}""", "'filter.since' must be before")]
    [InlineData("""{"filter":{"status":"failed"},"rate":0}""", "'rate' must be from 0.1 to 1000")]
    [InlineData("""{"filter":{"status":"failed"},"rate":1001}""", "'rate' must be from 0.1 to 1000")]
    [InlineData("""{"filter":{"statuses":"failed"}}""", "'filter.statuses' is no member")]
    [InlineData("""{"filter":"failed"}""", "'filter' must be an object")]
    [InlineData("""{"filter":{"status":"failed"},"dryrun":true}""", "'dryrun' is no member")]
    public async Task Start_WithAMistake_IsRefusedByName(string body, string expected)
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var answer = await tenant.SendAsync("POST", "/v1/replays", body);

        Assert.True(answer.Status is 400 or 422, answer.Body);
        Assert.Contains(expected, answer.Text("detail"), StringComparison.Ordinal);
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
