using System.Diagnostics;
using System.Globalization;
using Webhooks.Core.Tenants;
using Webhooks.Tests.Servers;

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
}
