using System.Text;

namespace Webhooks.Tests.Integration.Api;

public sealed class BulkTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Post_AThousandEvents_CreatesAllOfThem()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var body = new StringBuilder("{\"events\":[");
        body.AppendJoin(',', Enumerable.Range(0, 1000).Select(i => $$"""{"event":"bulk","n":{{i}}}""")).Append("]}");

        var answer = await tenant.SendAsync("POST", "/v1/events/bulk", body.ToString());

        Assert.Equal((201, 1000, 0), (answer.Status, answer.At("accepted").GetInt32(), answer.At("rejected").GetInt32()));
        var results = answer.At("results").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(0, 1000), results.Select(item => item.GetProperty("index").GetInt32()));
        var last = await tenant.SendAsync("GET", $"/v1/events/{results[999].GetProperty("event_id").GetString()}");
        Assert.Equal("""{"event":"bulk","n":999}""", last.At("event.payload").GetRawText());
    }

    [Fact]
    public async Task Post_GoodAndBadEvents_AnswersForEach()
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var answer = await tenant.SendAsync("POST", "/v1/events/bulk", """
            {"events":[{"a":1}, [], 7, {"event_type":"x","payload":{"b":2},"idempotency_key":"k"}, {"event":"\u0000"},
              {"event_type":"x","payload":{"b":2},"idempotency_key":"k"}]}
            """);

        Assert.Equal((207, 3, 3), (answer.Status, answer.At("accepted").GetInt32(), answer.At("rejected").GetInt32()));
        var results = answer.At("results").EnumerateArray().ToList();
        Assert.Equal([true, false, false, true, false, true], results.Select(item => item.TryGetProperty("event_id", out _)));
        Assert.Equal([false, true, true, false, true, false], results.Select(item => item.TryGetProperty("error", out _)));
        Assert.Equal(results[3].GetProperty("event_id").GetString(), results[5].GetProperty("event_id").GetString());
        Assert.Equal(2, (await tenant.SendAsync("GET", "/v1/events")).At("total_count").GetInt32());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"events":{}}""")]
    [InlineData("""{"events":[]}""")]
    [InlineData("""{"events":[{}]""")]
    [InlineData("""{"events":[{}]}x""")]
    [InlineData("""{"events":null}""")]
    public async Task Post_BodyOfAnotherForm_IsRefused(string body)
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        (await tenant.SendAsync("POST", "/v1/events/bulk", body)).AssertProblem(400, "invalid-body");
    }

    [Fact]
    public async Task Post_MoreThanAThousand_IsRefusedAsAWhole()
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var answer = await tenant.SendAsync("POST", "/v1/events/bulk", "{\"events\":[" + string.Join(',', Enumerable.Repeat("{}", 1001)) + "]}");

        answer.AssertProblem(400, "invalid-body");
        Assert.Equal(0, (await tenant.SendAsync("GET", "/v1/events")).At("total_count").GetInt32());
    }

    [Fact]
    public async Task Post_BodyAboveTheLimit_IsTooLarge()
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        (await tenant.SendAsync("POST", "/v1/events/bulk", "{\"events\":[\"" + new string('x', 17 << 20) + "\"]}")).AssertProblem(413, "body-too-large");
    }

    [Theory]
    [InlineData("ndjson", "application/x-ndjson", 1_205)]
    [InlineData("csv", "text/csv", 1_206)]
    public async Task Export_MoreThanOnePage_StreamsEveryEventOnce(string format, string contentType, int lines)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        foreach (var count in new[] { 1000, 205 })
        {
            await tenant.SendAsync("POST", "/v1/events/bulk", "{\"events\":[" + string.Join(',', Enumerable.Repeat("{}", count)) + "]}");
        }

        var export = await tenant.SendAsync("GET", $"/v1/events/export?format={format}");

        Assert.Equal((200, contentType), (export.Status, export.ContentType));
        var rows = export.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(lines, rows.Distinct(StringComparer.Ordinal).Count());
        (await tenant.SendAsync("GET", "/v1/events/export?format=xml")).AssertProblem(400, "invalid-request");
    }

    [Fact]
    public async Task Statistics_OfAFewEvents_AddUp()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        await fixture.Api.SetDeliveriesAsync(await tenant.PostEventAsync("""{"event":"a"}"""), "delivered", 1);
        await fixture.Api.SetDeliveriesAsync(await tenant.PostEventAsync("""{"event":"a"}"""), "failed", 5);
        await tenant.PostEventAsync("""{"event":"b"}""");

        var statistics = await tenant.SendAsync("GET", "/v1/stats");

        Assert.Equal(200, statistics.Status);
        Assert.Equal((3, 6, 0.5), (statistics.At("events").GetInt32(), statistics.At("attempts").GetInt32(), statistics.At("success_rate").GetDouble()));
        Assert.Equal("""{"PENDING":1,"DELIVERED":1,"FAILED":1,"CANCELLED":0}""", statistics.At("by_status").GetRawText());
        Assert.Equal("""{"a":2,"b":1}""", statistics.At("by_type").GetRawText());
        Assert.InRange(statistics.At("latency_ms.p50").GetDouble(), 0, 60_000);
        Assert.Equal(3, statistics.At("hours").EnumerateArray().Sum(hour => hour.GetProperty("events").GetInt32()));
        (await tenant.SendAsync("GET", "/v1/stats?since=x")).AssertProblem(400, "invalid-request");
    }
}
