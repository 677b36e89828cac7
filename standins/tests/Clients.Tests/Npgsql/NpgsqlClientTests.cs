using Clients.Tests.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Clients.Tests.Npgsql;

public sealed class NpgsqlClientTests
{
    [Fact]
    public async Task AddNpgsqlDataSource_ServerUp_QueriesAndIsHealthy()
    {
        await using var postgres = new PostgresServer();
        await postgres.StartAsync();
        using var host = Build(("ConnectionStrings:db", postgres.ConnectionString));
        await host.StartAsync();

        await using var command = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("SELECT 40 + 2");
        Assert.Equal(42, await command.ExecuteScalarAsync());
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Entries["PostgreSql"].Status);

        await postgres.KillAsync();
        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(host)).Entries["PostgreSql"].Status);

        await postgres.StartAsync();
        await LocalServer.WaitUntilAsync(async () => (await CheckAsync(host)).Status == HealthStatus.Healthy, "the check is healthy again");
    }

    [Fact]
    public void AddNpgsqlDataSource_SeveralSources_LaterWins()
    {
        (string, string) section = ("Aspire:Npgsql:ConnectionString", "Host=section");
        (string, string) named = ("Aspire:Npgsql:db:ConnectionString", "Host=named");
        (string, string) connection = ("ConnectionStrings:db", "Host=connection");

        Assert.Equal("Host=section", Resolve(Build(section)));
        Assert.Equal("Host=named", Resolve(Build(section, named)));
        Assert.Equal("Host=connection", Resolve(Build(section, named, connection)));

        static string Resolve(IHost host)
        {
            using (host)
            {
                return host.Services.GetRequiredService<NpgsqlDataSource>().ConnectionString;
            }
        }
    }

    [Fact]
    public void AddNpgsqlDataSource_Delegates_HaveTheLastWord()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration["ConnectionStrings:db"] = "Host=connection";
        builder.AddNpgsqlDataSource("db", settings => settings.ConnectionString = "Host=delegate", source => source.ConnectionStringBuilder.Port = 7);
        using var host = builder.Build();

        Assert.Equal("Host=delegate;Port=7", host.Services.GetRequiredService<NpgsqlDataSource>().ConnectionString);
        Assert.Same(host.Services.GetRequiredService<NpgsqlDataSource>(), host.Services.GetRequiredService<NpgsqlDataSource>());
        Assert.NotSame(host.Services.GetRequiredService<NpgsqlConnection>(), host.Services.GetRequiredService<NpgsqlConnection>());
    }

    [Fact]
    public void AddNpgsqlDataSource_NoConnectionString_SaysWhereItBelongs()
    {
        using var host = Build();

        var exception = Assert.Throws<InvalidOperationException>(() => host.Services.GetRequiredService<NpgsqlDataSource>());
        Assert.Contains("ConnectionStrings:db", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddNpgsqlDataSource_ChecksDisabled_RegistersNone()
    {
        using var host = Build(("Aspire:Npgsql:DisableHealthChecks", "true"));

        Assert.Null(host.Services.GetService<HealthCheckService>());
    }

    [Fact]
    public void AddKeyedNpgsqlDataSource_TwoNames_AreTwoDataSources()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration["ConnectionStrings:a"] = "Host=a";
        builder.Configuration["ConnectionStrings:b"] = "Host=b";
        builder.AddKeyedNpgsqlDataSource("a");
        builder.AddKeyedNpgsqlDataSource("b");
        using var host = builder.Build();

        Assert.Equal("Host=a", host.Services.GetRequiredKeyedService<NpgsqlDataSource>("a").ConnectionString);
        Assert.Equal("Host=b", host.Services.GetRequiredKeyedService<NpgsqlDataSource>("b").ConnectionString);
    }

    private static IHost Build(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.AddNpgsqlDataSource("db");
        return builder.Build();
    }

    private static Task<HealthReport> CheckAsync(IHost host) =>
        host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync().WaitAsync(TimeSpan.FromSeconds(10));
}
