using System.Diagnostics;

namespace Webhooks.Tests.Integration.Api;

public sealed class CommitEveryTests
{
    private const int Events = 30;

    [Fact]
    public async Task Post_SoonAfterACommitBegan_SharesTheNext()
    {
        await using var api = await ApiHost.StartAsync("Development", ("Ingest:CommitEvery", "00:00:00.1"));
        using var tenant = await api.NewTenantAsync();
        Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/events", "{}")).Status);
        var start = Stopwatch.GetTimestamp();

        for (var posted = 0; posted < Events; posted += 3)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => tenant.SendAsync("POST", "/v1/events", "{}")));
            Assert.All(answers, answer => Assert.Equal(201, answer.Status));
        }

        var most = 2 + (long)(Stopwatch.GetElapsedTime(start).TotalMilliseconds / 99);
        Assert.Equal(Events + 1, await api.CountAsync("SELECT count(*) FROM events"));
        Assert.InRange(await api.CountAsync("SELECT count(DISTINCT xmin::text) FROM events"), 2, most);
    }
}
