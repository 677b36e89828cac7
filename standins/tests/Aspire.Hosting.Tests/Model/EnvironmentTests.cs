using Aspire.Hosting.Tests.Support;

namespace Aspire.Hosting.Tests.Model;

public sealed class EnvironmentTests
{
    [Fact]
    public async Task Variables_ProjectWithReferences_AreExactlyThoseOfTheGenuineAppHost()
    {
        await using var builder = TestApplication.CreateBuilder(
            "--Parameters:pg-password=pw1", "--Parameters:cache-password=pw2", "--Parameters:bus-password=pw3", "--environment=Development");
        var db = builder.AddPostgres("pg").AddDatabase("my-db");
        var cache = builder.AddRedis("cache");
        var bus = builder.AddNats("bus");
        var api = builder.AddProject<Projects.Sample_Service>("api").WithHttpEndpoint();
        var web = builder.AddProject<Projects.Sample_Service>("web")
            .WithHttpEndpoint().WithReference(db).WithReference(cache).WithReference(bus).WithReference(api);
        var app = await builder.BuildAsync();
        app.AllocatePorts();

        var variables = await app.VariablesOfAsync(web.Resource);

        string[] expected =
        [
            "API_HTTP=http://localhost:7004",
            "ASPNETCORE_ENVIRONMENT=Development",
            "ASPNETCORE_URLS=http://localhost:7005",
            "BUS_HOST=localhost",
            "BUS_PASSWORD=pw3",
            "BUS_PORT=7003",
            "BUS_URI=nats://nats:pw3@localhost:7003",
            "BUS_USERNAME=nats",
            "CACHE_HOST=localhost",
            "CACHE_PASSWORD=pw2",
            "CACHE_PORT=7002",
            "CACHE_URI=redis://:pw2@localhost:7002",
            "ConnectionStrings__bus=nats://nats:pw3@localhost:7003",
            "ConnectionStrings__cache=localhost:7002,password=pw2",
            "ConnectionStrings__my-db=Host=localhost;Port=7001;Username=postgres;Password=pw1;Database=my-db",
            "DOTNET_LAUNCH_PROFILE=Sample.Service",
            "LOGGING__CONSOLE__FORMATTERNAME=simple",
            "MY_DB_DATABASENAME=my-db",
            "MY_DB_HOST=localhost",
            "MY_DB_JDBCCONNECTIONSTRING=jdbc:postgresql://localhost:7001/my-db",
            "MY_DB_PASSWORD=pw1",
            "MY_DB_PORT=7001",
            "MY_DB_URI=postgresql://postgres:pw1@localhost:7001/my-db",
            "MY_DB_USERNAME=postgres",
            "OTEL_BLRP_SCHEDULE_DELAY=1000",
            "OTEL_BSP_SCHEDULE_DELAY=1000",
            "OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY=in_memory",
            "OTEL_METRICS_EXEMPLAR_FILTER=trace_based",
            "OTEL_METRIC_EXPORT_INTERVAL=1000",
            "OTEL_RESOURCE_ATTRIBUTES=service.instance.id=web",
            "OTEL_SERVICE_NAME=web",
            "OTEL_TRACES_SAMPLER=always_on",
            "SAMPLE_GREETING=hello",
            "services__api__http__0=http://localhost:7004",
        ];
        Assert.Equal(expected, variables.Select(v => $"{v.Key}={v.Value}").Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Variables_ReferenceUnderOtherNameAndFlags_FollowBoth()
    {
        await using var builder = TestApplication.CreateBuilder("--Parameters:cache-password=pw");
        var cache = builder.AddRedis("cache");
        var tool = builder.AddExecutable("tool", "true", ".")
            .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString)
            .WithReference(cache, connectionName: "sessions");
        var app = await builder.BuildAsync();
        app.AllocatePorts();

        var variables = await app.VariablesOfAsync(tool.Resource);

        Assert.Equal([new("ConnectionStrings__sessions", "localhost:7001,password=pw")], variables);
    }

    [Fact]
    public async Task Variables_EveryOverloadOfWithEnvironment_Resolves()
    {
        await using var builder = TestApplication.CreateBuilder("--Parameters:key=k e y");
        var key = builder.AddParameter("key", secret: true);
        var tool = builder.AddExecutable("tool", "true", ".").WithHttpEndpoint(env: "PORT");
        var endpoint = tool.GetEndpoint("http");
        tool.WithEnvironment("TEXT", "text")
            .WithEnvironment("CALLED", () => "called")
            .WithEnvironment("PARAMETER", key)
            .WithEnvironment("ENDPOINT", endpoint)
            .WithEnvironment("EXPRESSION", $"{{{key:uri}}}@{endpoint.Property(EndpointProperty.HostAndPort)}")
            .WithEnvironment(context => context.EnvironmentVariables["LAST"] = endpoint.Property(EndpointProperty.TargetPort));
        var app = await builder.BuildAsync();
        app.AllocatePorts();

        var variables = await app.VariablesOfAsync(tool.Resource);

        Assert.Equal("text", variables["TEXT"]);
        Assert.Equal("called", variables["CALLED"]);
        Assert.Equal("k e y", variables["PARAMETER"]);
        Assert.Equal("http://localhost:7001", variables["ENDPOINT"]);
        Assert.Equal("{k%20e%20y}@localhost:7001", variables["EXPRESSION"]);
        Assert.Equal("7001", variables["LAST"]);
        Assert.Equal("7001", variables["PORT"]);
    }
}
