using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Webhooks.Tests.Unit.Hosting;

/// <summary>The platform in somebody else's AppHost, as it would be published.</summary>
public sealed class HostingTests
{
    private readonly IDistributedApplicationBuilder _builder =
        DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = ["--publisher", "manifest", "--output-path", "unused"], DisableDashboard = true });

    [Fact]
    public async Task AddWebhooks_WithADatabaseAndNats_GivesBothServicesTheirConnectionsAndSecrets()
    {
        var db = _builder.AddPostgres("pg").AddDatabase("hooks");
        var nats = _builder.AddResource(new Broker("bus"));

        var webhooks = _builder.AddWebhooks("webhooks").WithReference(db).WithReference(nats).WithSetting("Messaging__Replicas", "3").WithRegistry("registry.example.com");

        var worker = Assert.Single(_builder.Resources.OfType<WebhooksWorkerResource>());
        Assert.Equal("webhooks-worker", worker.Name);
        foreach (var service in new IResourceWithEnvironment[] { webhooks.Resource, worker })
        {
            var variables = await VariablesAsync(service);
            Assert.Equal("{hooks.connectionString}", variables["ConnectionStrings__webhooksdb"]);
            Assert.Equal("{bus.connectionString}", variables["ConnectionStrings__nats"]);
            Assert.Equal("{webhooks-master-key.value}=", variables["Security__MasterKeys__0__Key"]);
            Assert.Equal("3", variables["Messaging__Replicas"]);
            var image = service.Annotations.OfType<ContainerImageAnnotation>().Single();
            Assert.Equal(("registry.example.com", "0.2.0"), (image.Registry, image.Tag));
        }

        Assert.Equal("{webhooks-admin-key.value}", (await VariablesAsync(webhooks.Resource))["Api__AdminKey"]);
    }

    [Fact]
    public async Task WithDashboard_BeforeItsRegistryIsNamed_LeadsBothToEachOther()
    {
        var webhooks = _builder.AddWebhooks("webhooks").WithDashboard(8090).WithRegistry("registry.example.com");

        var dashboard = Assert.Single(_builder.Resources.OfType<WebhooksDashboardResource>());
        var variables = await VariablesAsync(dashboard);
        Assert.Equal("webhooks-dashboard", dashboard.Name);
        Assert.Equal("{webhooks.bindings.http.url}", variables["services__api__http__0"]);
        Assert.Equal("{webhooks-session-key.value}=", variables["Dashboard__SessionKey"]);
        Assert.Equal("{webhooks-dashboard.bindings.http.url}", (await VariablesAsync(webhooks.Resource))["Portal__BaseUrl"]);
        var image = dashboard.Annotations.OfType<ContainerImageAnnotation>().Single();
        Assert.Equal(("registry.example.com", "webhooks-dashboard", "0.2.0"), (image.Registry, image.Image, image.Tag));
    }

    [Fact]
    public void WithReference_ToWhatDoesNotTell_AsksForAWord()
    {
        var webhooks = _builder.AddWebhooks("webhooks");
        var somewhere = _builder.AddConnectionString("somewhere");

        Assert.Contains("WithDatabase or WithNats", Assert.Throws<DistributedApplicationException>(() => webhooks.WithReference(somewhere)).Message, StringComparison.Ordinal);
        webhooks.WithDatabase(somewhere);
    }

    [Fact]
    public async Task WithReference_ToThePlatform_LetsAServiceFindIt()
    {
        var webhooks = _builder.AddWebhooks("webhooks");
        var service = _builder.AddContainer("orders", "orders").WithWebhooksAdministration(webhooks);

        var variables = await VariablesAsync(service.Resource);

        Assert.Equal("{webhooks.bindings.http.url}", variables["services__webhooks__http__0"]);
        Assert.Equal("{webhooks-admin-key.value}", variables["Webhooks__Client__ApiKey"]);
    }

    private static async Task<Dictionary<string, string>> VariablesAsync(IResourceWithEnvironment resource)
    {
        var context = new EnvironmentCallbackContext(new DistributedApplicationExecutionContext(DistributedApplicationOperation.Publish), resource);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        return context.EnvironmentVariables.ToDictionary(
            static variable => variable.Key, static variable => variable.Value is IManifestExpressionProvider value ? value.ValueExpression : variable.Value.ToString()!, StringComparer.Ordinal);
    }

    private sealed class Broker(string name) : Resource(name), IResourceWithConnectionString
    {
        public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"nats://bus:4222");
    }
}
