using System.Diagnostics;
using System.Globalization;
using Webhooks.Core.Tenants;
using Webhooks.Testing;

namespace Webhooks.Tests.Integration.Api;

public sealed class IngestRateLimitTests
{
    [Fact]
    public async Task Post_FasterThanATenantMay_IsToldWhenToComeAgain()
    {
        await using var api = await ApiHost.StartAsync("Development", ("Ingest:RateLimit:PerSecond", "1"), ("Ingest:RateLimit:Burst", "3"));
        using var tenant = await api.NewTenantAsync();
        using var other = api.Client(LocalTenants.ApiKey("acme"));
        var clock = Stopwatch.StartNew();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tenant.SendAsync("POST", "/v1/events", "{}")));

        var accepted = answers.Count(answer => answer.Status == 201);
        Assert.InRange(accepted, 3, 4 + (int)clock.Elapsed.TotalSeconds);
        var refused = answers.First(answer => answer.Status != 201);
        Assert.Contains("1 events per second", refused.AssertProblem(429, "too-many-events"), StringComparison.Ordinal);
        Assert.InRange(int.Parse(refused.Header("Retry-After")!, CultureInfo.InvariantCulture), 1, 3);
        Assert.Equal(201, (await other.SendAsync("POST", "/v1/events", "{}")).Status);
        await Eventually.TrueAsync(async () => (await tenant.SendAsync("POST", "/v1/events", "{}")).Status == 201, "its turn has come");
    }

    [Fact]
    public async Task PostBulk_CountsEveryEventAndPassesWhenTheBucketIsFull()
    {
        await using var api = await ApiHost.StartAsync("Development", ("Ingest:RateLimit:PerSecond", "5"), ("Ingest:RateLimit:Burst", "10"));
        using var tenant = await api.NewTenantAsync();
        var body = $$"""{"events":[{{string.Join(',', Enumerable.Repeat("{}", 100))}}]}""";

        Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/events/bulk", body)).Status);

        var refused = await tenant.SendAsync("POST", "/v1/events/bulk", body);
        refused.AssertProblem(429, "too-many-events");
        Assert.Equal(100, await api.CountAsync("SELECT count(*) FROM events"));
    }

    [Theory]
    [InlineData("/v1/events")]
    [InlineData("/api/v1/events")]
    [InlineData("/test-webhook?webhook_url=http%3A%2F%2Flocalhost%3A9001%2Fx")]
    [InlineData("/v1/webhooks/{id}/test")]
    [InlineData("/v1/event-types/none/validate")]
    public async Task Post_ByWhicheverDoor_IsCounted(string route)
    {
        await using var api = await ApiHost.StartAsync("Development", ("Ingest:RateLimit:PerSecond", "1"), ("Ingest:RateLimit:Burst", "60"));
        using var tenant = await api.NewTenantAsync();
        var id = (await tenant.SendAsync("GET", "/v1/webhooks")).At("items")[0].GetProperty("id").GetString();
        var bulk = await tenant.SendAsync("POST", "/v1/events/bulk", $$"""{"events":[{{string.Join(',', Enumerable.Repeat("{}", 60))}}]}""");
        Assert.Equal(201, bulk.Status);

        var answers = new List<Answer>();
        await Eventually.TrueAsync(
            async () =>
            {
                answers.AddRange(await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => tenant.SendAsync(
                    "POST", route.Replace("{id}", id, StringComparison.Ordinal), route.EndsWith("/test", StringComparison.Ordinal) ? null : "{}"))));
                return answers.Exists(static answer => answer.Status == 429);
            },
            "the door is closed");
        var refused = answers.First(answer => answer.Status == 429);
        refused.AssertProblem(429, "too-many-events");
        Assert.NotNull(refused.Header("Retry-After"));
        Assert.Equal(60 + answers.Count(answer => answer.Status < 300), await api.CountAsync("SELECT count(*) FROM events"));
    }
}
