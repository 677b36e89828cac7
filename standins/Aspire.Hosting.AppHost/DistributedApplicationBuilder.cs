using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Local;
using Aspire.Hosting.Local.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

public sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder _host;
    private readonly BuilderInterception? _interception = BuilderInterception.Current;

    public DistributedApplicationBuilder(string[] args)
        : this(new DistributedApplicationOptions { Args = args })
    {
    }

    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var settings = new HostApplicationBuilderSettings { Args = options.Args };
        _interception?.OnCreating(options, settings);

        AppHostAssembly = options.AssemblyName is { } name ? Assembly.Load(new AssemblyName(name)) : Assembly.GetEntryAssembly();
        var identity = AppHostIdentity.Of(AppHostAssembly, options.ProjectDirectory);
        AppHostDirectory = identity.Directory;
        settings.ContentRootPath = Directory.Exists(AppHostDirectory) ? AppHostDirectory : null;
        settings.ApplicationName ??= identity.Name;
        settings.EnvironmentName ??= identity.LaunchEnvironment(_interception is not null);

        _host = new HostApplicationBuilder(settings);
        _host.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["AppHost:Directory"] = AppHostDirectory,
            ["AppHost:Path"] = identity.ProjectPath,
            ["AppHost:Sha256"] = identity.Sha256,
        });
        Storage = LocalStorage.Create(_host.Configuration, identity);
        Storage.Secrets.AddTo(_host.Configuration);
        ExecutionContext = new DistributedApplicationExecutionContext(DistributedApplicationOperation.Run);
        Eventing = new DistributedApplicationEventing();
        LocalServices.Add(_host, this, options);
        _interception?.OnCreated(this);
    }

    public ConfigurationManager Configuration => _host.Configuration;

    public string AppHostDirectory { get; }

    public Assembly? AppHostAssembly { get; }

    public IHostEnvironment Environment => _host.Environment;

    public IServiceCollection Services => _host.Services;

    public DistributedApplicationExecutionContext ExecutionContext { get; }

    public IDistributedApplicationEventing Eventing { get; }

    public IResourceCollection Resources { get; } = new ResourceCollection();

    internal LocalStorage Storage { get; }

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(resource);
        if (Resources.FirstOrDefault(r => r.Name.Equals(resource.Name, StringComparison.OrdinalIgnoreCase)) is { } present)
        {
            throw new DistributedApplicationException(
                $"Cannot add resource of type '{resource.GetType()}' with name '{resource.Name}' because resource of type " +
                $"'{present.GetType()}' with that name already exists. Resource names are case-insensitive.");
        }

        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource => new DistributedApplicationResourceBuilder<T>(this, resource);

    public DistributedApplication Build()
    {
        _interception?.OnBuilding(this);
        var application = new DistributedApplication(_host.Build(), _interception);
        ExecutionContext.ServiceProvider = application.Services;
        _interception?.OnBuilt(application);
        return application;
    }
}
