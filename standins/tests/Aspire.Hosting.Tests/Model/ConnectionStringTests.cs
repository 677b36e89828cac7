using Aspire.Hosting.Tests.Support;

namespace Aspire.Hosting.Tests.Model;

public sealed class ConnectionStringTests
{
    [Fact]
    public async Task GetConnectionString_PostgresDatabase_NamesHostPortUserPasswordAndDatabase()
    {
        await using var builder = TestApplication.CreateBuilder("--Parameters:pg-password=p@ss");
        builder.AddPostgres("pg").AddDatabase("orders", "order_db");
        var app = await builder.BuildAsync();
        app.AllocatePorts();

        Assert.Equal("Host=localhost;Port=7001;Username=postgres;Password=p@ss", await app.GetConnectionStringAsync("pg"));
        Assert.Equal(
            "Host=localhost;Port=7001;Username=postgres;Password=p@ss;Database=order_db", await app.GetConnectionStringAsync("orders"));
    }

    [Fact]
    public async Task GetConnectionString_Redis_AppendsThePassword()
    {
        await using var builder = TestApplication.CreateBuilder("--Parameters:cache-password=secret");
        builder.AddRedis("cache");
        var app = await builder.BuildAsync();
        app.AllocatePorts();

        Assert.Equal("localhost:7001,password=secret", await app.GetConnectionStringAsync("cache"));
    }

    [Fact]
    public async Task GetConnectionString_Nats_EscapesUserAndPassword()
    {
        await using var builder = TestApplication.CreateBuilder("--Parameters:user=a b", "--Parameters:bus-password=p/w");
        builder.AddNats("bus", userName: builder.AddParameter("user"));
        var app = await builder.BuildAsync();
        app.AllocatePorts();

        Assert.Equal("nats://a%20b:p%2Fw@localhost:7001", await app.GetConnectionStringAsync("bus"));
    }

    [Fact]
    public async Task GetConnectionString_NotAllocated_Throws()
    {
        await using var builder = TestApplication.CreateBuilder();
        builder.AddRedis("cache");
        var app = await builder.BuildAsync();

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(async () => await app.GetConnectionStringAsync("cache"));

        Assert.Contains("not allocated", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetConnectionString_OfConfiguration_IsItsValue()
    {
        await using var builder = TestApplication.CreateBuilder("--ConnectionStrings:legacy=Server=old");
        builder.AddConnectionString("legacy");
        var app = await builder.BuildAsync();

        Assert.Equal("Server=old", await app.GetConnectionStringAsync("legacy"));
    }
}
