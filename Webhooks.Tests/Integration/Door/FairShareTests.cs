using System.Net.Sockets;
using System.Text;
using Webhooks.Core.Tenants;
using Webhooks.Testing;
using Webhooks.Tests.Integration.Api;

namespace Webhooks.Tests.Integration.Door;

public sealed class FairShareTests
{
    private const string Lock = "LOCK TABLE events IN ACCESS EXCLUSIVE MODE";

    [Fact]
    public async Task Post_MoreOfATenantWaitsThanItsShare_RefusesThatTenantOnly()
    {
        await using var api = await ApiHost.StartAsync("Development", ("Ingest:MaxWaitingBytes", "1048576"));
        using var flood = await api.NewTenantAsync();
        using var other = await api.NewTenantAsync();
        var body = $$"""{"event":"large","pad":"{{new string('x', 60_000)}}"}""";
        await using var connection = await api.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = new Npgsql.NpgsqlCommand(Lock, connection))
        {
            await command.ExecuteNonQueryAsync();
        }

        // The first is in the transaction that waits for the lock.
        var posted = new List<Task<Answer>> { flood.SendAsync("POST", "/v1/events", body) };
        await Eventually.TrueAsync(
            async () => await api.CountAsync("SELECT count(*) FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())") > 0,
            "the commit waits");
        posted.AddRange(Enumerable.Range(0, 20).Select(_ => flood.SendAsync("POST", "/v1/events", body)));
        await Eventually.TrueAsync(() => Task.FromResult(posted.Count(post => post.IsCompleted) >= 15), "the share is full");
        var others = Enumerable.Range(0, 3).Select(_ => other.SendAsync("POST", "/v1/events", "{}")).ToList();
        var refused = await posted.First(post => post.IsCompleted);
        await transaction.RollbackAsync();

        Assert.Contains("bytes × endpoints", refused.AssertProblem(429, "too-much-at-once"), StringComparison.Ordinal);
        Assert.Equal("1", refused.Header("Retry-After"));
        Assert.All(await Task.WhenAll(others), answer => Assert.Equal(201, answer.Status));
        var accepted = (await Task.WhenAll(posted)).Count(answer => answer.Status == 201);
        Assert.InRange(accepted, 2, 6);
        Assert.Equal(accepted + others.Count, await api.CountAsync("SELECT count(*) FROM events"));
        Assert.Equal(201, (await flood.SendAsync("POST", "/v1/events", body)).Status);
    }

    [Fact]
    public async Task PostBulk_LargerThanTheShare_WaitsForRoomAndIsStoredWhole()
    {
        await using var api = await ApiHost.StartAsync("Development", ("Ingest:MaxWaitingBytes", "1048576"), ("Ingest:MaxBatchBytes", "65536"));
        using var tenant = await api.NewTenantAsync();
        var item = $$"""{"event":"large","pad":"{{new string('x', 20_000)}}"}""";

        var answer = await tenant.SendAsync("POST", "/v1/events/bulk", $$"""{"events":[{{string.Join(',', Enumerable.Repeat(item, 100))}}]}""");

        Assert.Equal((201, 100), (answer.Status, answer.At("accepted").GetInt32()));
        Assert.Equal(100, await api.CountAsync("SELECT count(*) FROM events"));
        Assert.True(await api.CountAsync("SELECT count(DISTINCT created_at) FROM outbox") > 10, "no transaction holds more than its bytes");
    }

    [Fact]
    public async Task PostBulk_BodiesUnderWayHoldTheShare_RefusesThatTenantOnlyAndCountsWhatCame()
    {
        await using var api = await ApiHost.StartAsync("Development", ("Events:MaxBodiesBytes", "4194304"));
        using var other = await api.NewTenantAsync();
        var bulk = $$"""{"events":[{"pad":"{{new string('x', 200_000)}}"},{"pad":"{{new string('y', 200_000)}}"}]}""";
        using var tenant = api.Client(LocalTenants.ApiKey("acme"));
        await using var sockets = new Announcers(tenant.BaseAddress!, LocalTenants.ApiKey("acme"));

        // What is announced holds nothing.
        await sockets.AddAsync(count: 20, announced: 16 << 20, sent: 100);
        Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/events/bulk", bulk)).Status);

        // The bulk may grow first, and then it is the socket that is refused.
        Answer refused = null!;
        await Eventually.TrueAsync(
            async () =>
            {
                await sockets.AddAsync(count: 1, announced: 16 << 20, sent: 1_500_000);
                return (refused = await tenant.SendAsync("POST", "/v1/events/bulk", bulk)).Status == 429;
            },
            "a body holds the tenant's share");
        refused.AssertProblem(429, "too-much-at-once");
        Assert.Equal("1", refused.Header("Retry-After"));
        Assert.Equal(201, (await other.SendAsync("POST", "/v1/events/bulk", bulk)).Status);
        Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/events", "{}")).Status);

        sockets.Close();
        await Eventually.TrueAsync(async () => (await tenant.SendAsync("POST", "/v1/events/bulk", bulk)).Status == 201, "the share is given back");
    }

    /// <summary>Sockets whose bulk request never ends.</summary>
    private sealed class Announcers(Uri address, string key) : IAsyncDisposable
    {
        private readonly List<Socket> _sockets = [];

        public async Task AddAsync(int count, int announced, int sent)
        {
            var head = $"POST /v1/events/bulk HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: {announced}\r\n\r\n";
            for (var i = 0; i < count; i++)
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                _sockets.Add(socket);
                await socket.ConnectAsync(address.Host, address.Port);
                await socket.SendAsync(Encoding.ASCII.GetBytes(head + "{\"events\":[" + new string(' ', sent)));
            }
        }

        public void Close() => _sockets.ForEach(socket => socket.Dispose());

        public ValueTask DisposeAsync()
        {
            Close();
            return ValueTask.CompletedTask;
        }
    }
}
