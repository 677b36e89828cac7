using Aspire.Hosting.Local.Storage;
using Aspire.Hosting.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Tests.Testing;

public sealed class TestingBuilderTests
{
    [Fact]
    public async Task CreateAsync_TwoAtATime_RunSideBySideAndLeaveNoData()
    {
        var roots = await Task.WhenAll(RunAsync(), RunAsync());

        Assert.NotEqual(roots[0], roots[1], StringComparer.Ordinal);
        Assert.All(roots, root => Assert.False(Directory.Exists(root)));

        static async Task<string> RunAsync()
        {
            await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Sample_AppHost>();
            var app = await builder.BuildAsync();
            var root = app.Services.GetRequiredService<LocalStorage>().Root;
            await app.StartAsync();
            await app.HealthyAsync("service");
            using var client = app.CreateHttpClient("service");
            Assert.NotEqual(8099, client.BaseAddress!.Port);
            Assert.Equal(
                await app.GetConnectionStringAsync("sampledb"),
                await client.GetStringAsync(new Uri("/variables/ConnectionStrings__sampledb", UriKind.Relative)));
            return root;
        }
    }

    [Fact]
    public async Task CreateAsync_BeforeBuild_TheTestChangesModelAndConfiguration()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Sample_AppHost>(["--Parameters:redis-password=mine"]);
        builder.Resources.Remove(builder.Resources.Single(r => r.Name.Equals("service", StringComparison.Ordinal)));
        builder.AddParameter("added");

        var app = await builder.BuildAsync();

        Assert.Equal(["postgres", "sampledb", "redis", "nats", "added"], app.Model().Resources.Select(r => r.Name), StringComparer.Ordinal);
        Assert.Equal("mine", await app.Model().Resources.OfType<RedisResource>().Single().PasswordParameter!.GetValueAsync());
        Assert.True(builder.Environment.IsDevelopment());
        Assert.EndsWith("Sample.AppHost", builder.AppHostDirectory, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DisposeAsync_NeverBuilt_EndsTheEntryPoint()
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Sample_AppHost>();

        await builder.DisposeAsync();
    }
}
