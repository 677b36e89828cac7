using Npgsql;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Api;

/// <summary>Replays over the end of the process that carries them on.</summary>
public sealed class ReplayRestartTests
{
    private const int Count = 12;

    [Fact]
    public async Task Replay_ProcessEndsMeanwhile_TheNextOneGoesOnWithNothingSentTwice()
    {
        await using var observer = await ApiHost.StartAsync();
        var created = await observer.CreateTenantAsync();
        using var tenant = observer.Client(created.Text("api_key"));
        var connection = ("ConnectionStrings:webhooksdb", observer.Database.ConnectionString);
        for (var i = 0; i < Count; i++)
        {
            await tenant.PostEventAsync();
        }

        await observer.UntilPublishedAsync();
        await observer.ExecuteAsync(Rows.Make + "UPDATE deliveries SET status = 'failed', attempts = 5");
        var replay = await tenant.SendAsync("POST", "/v1/replays", """{"filter":{"status":"failed"},"rate":2}""");
        var url = $"/v1/replays/{replay.Text("id")}";
        await Eventually.TrueAsync(async () => (await tenant.SendAsync("GET", url)).At("sent").GetInt32() > 0, "some are sent");
        await observer.DisposeAsync();

        await using var next = await ApiHost.StartAsync("Development", connection, ("Messaging:Prefix", observer.Prefix));
        using var again = next.Client(created.Text("api_key"));
        await Eventually.TrueAsync(async () => (replay = await again.SendAsync("GET", url)).Text("state") == "completed", () => replay.Body);

        Assert.Equal((Count, 0), (replay.At("sent").GetInt32(), replay.At("skipped").GetInt32()));
        await using var database = NpgsqlDataSource.Create(connection.ConnectionString);
        Assert.Equal(Count, await database.CountAsync("SELECT count(*) FROM deliveries WHERE cycle = 2 AND status = 'pending'"));
    }
}
