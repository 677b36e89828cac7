using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Webhooks.Tests.Unit.AppHost;

/// <summary>The same model with containers and with this machine's programs, without starting either.</summary>
public sealed class ServerModelTests
{
    private static readonly string[] Servers = ["postgres", "redis", "nats"];
    private static readonly string[] Connections = ["webhooksdb", "redis", "nats"];

    [Fact]
    public async Task Model_Containers_HasAspiresResourcesWithVolumesAndChecks()
    {
        await using var app = await BuildAsync("containers");
        var model = app.Services.GetRequiredService<DistributedApplicationModel>();

        var images = Servers.ToDictionary(
            static name => name, name => Find<ContainerResource>(model, name).Annotations.OfType<ContainerImageAnnotation>().Single().Image, StringComparer.Ordinal);
        Assert.Equal("library/postgres", images["postgres"]);
        Assert.Equal("library/redis", images["redis"]);
        Assert.Equal("library/nats", images["nats"]);
        Assert.All(Servers, name => Assert.Contains(
            Find<ContainerResource>(model, name).Annotations.OfType<ContainerMountAnnotation>(), static mount => mount.Type == ContainerMountType.Volume));
        Assert.All(Servers, name => Assert.NotEmpty(Find<ContainerResource>(model, name).Annotations.OfType<HealthCheckAnnotation>()));
    }

    [Fact]
    public async Task Model_LocalPrograms_HasExecutablesOnOwnPortsWithChecks()
    {
        await using var app = await BuildAsync("local");
        var model = app.Services.GetRequiredService<DistributedApplicationModel>();

        Assert.All(Servers, name => Assert.NotEmpty(Find<ExecutableResource>(model, name).Annotations.OfType<HealthCheckAnnotation>()));
        var ports = Servers.Select(name => Find<ExecutableResource>(model, name).Annotations.OfType<EndpointAnnotation>().Single().Port).ToArray();
        Assert.Equal(Servers.Length, ports.Distinct().Count());
        Assert.DoesNotContain(null, ports);
    }

    [Theory]
    [InlineData("containers")]
    [InlineData("local")]
    public async Task Model_EitherWay_GivesTheServicesTheSameConnections(string servers)
    {
        await using var app = await BuildAsync(servers);
        var model = app.Services.GetRequiredService<DistributedApplicationModel>();

        var formats = Connections.Select(name => Assert.IsType<IResourceWithConnectionString>(
            Find<IResource>(model, name), exactMatch: false).ConnectionStringExpression.ValueExpression).ToArray();

        Assert.Contains(";Database=webhooksdb", formats[0], StringComparison.Ordinal);
        Assert.StartsWith("{redis.bindings.tcp.host}:{redis.bindings.tcp.port},password={redis-password.value}", formats[1], StringComparison.Ordinal);
        Assert.Equal("nats://nats:{nats-password.value}@{nats.bindings.tcp.host}:{nats.bindings.tcp.port}", formats[2]);
        var api = Find<ProjectResource>(model, "api");
        Assert.All(["webhooksdb", "nats"], name => Assert.Contains(api.Annotations.OfType<WaitAnnotation>(), wait => wait.Resource.Name == name));
    }

    [Theory]
    [InlineData("containers")]
    [InlineData("local")]
    public async Task Model_EitherWay_PutsNoSecretOnACommandLine(string servers)
    {
        await using var app = await BuildAsync(servers);
        var model = app.Services.GetRequiredService<DistributedApplicationModel>();

        foreach (var resource in model.Resources.Where(static resource => resource.HasAnnotationOfType<CommandLineArgsCallbackAnnotation>()))
        {
            var arguments = new List<object>();
            foreach (var callback in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            {
                await callback.Callback(new CommandLineArgsCallbackContext(arguments));
            }

            Assert.DoesNotContain(arguments, static argument => argument is not string);
        }
    }

    [Fact]
    public async Task Model_UnknownWayToRunServers_IsRefusedByName()
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => BuildAsync("docker"));

        Assert.Contains("Servers is 'docker'; it can be auto, containers or local.", refused.ToString(), StringComparison.Ordinal);
    }

    private static T Find<T>(DistributedApplicationModel model, string name)
        where T : IResource => Assert.IsType<T>(Assert.Single(model.Resources, resource => resource.Name == name), exactMatch: false);

    private static async Task<DistributedApplication> BuildAsync(string servers)
    {
        // A model that was never started has nothing to stop, yet its host may wait for it.
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Webhooks_AppHost>([$"--Servers={servers}", "--shutdownTimeoutSeconds=1"]);
        return await builder.BuildAsync();
    }
}
