using System.Text.Json;
using Webhooks.Testing;

namespace Webhooks.Tests.Integration.Api;

// What may be asked: which deliveries a filter means, a preview, a pause and an end, how many replays there may be, and what is refused.
public sealed partial class ReplayTests
{
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
    [InlineData("""{"filter":{"since":"2","until":"1"}}""", "'filter.since' must not be after 'filter.until'")]
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

    [Fact]
    public async Task Start_FromATimeToTheSame_MatchesNothing()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        await FailAsync(tenant, 1);

        var preview = await tenant.SendAsync("POST", "/v1/replays", """{"filter":{"since":"1769000000","until":"2026-01-21T12:53:20Z"},"dry_run":true}""");

        Assert.Equal(0, preview.At("matched").GetInt32());
    }
}
