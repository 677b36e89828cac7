using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Webhooks.ServiceDefaults.Startup;

/// <summary>
/// Validates every option as soon as the services are built. At the host's start it would be later than what reads options while it
/// maps, which finds one at a time, and the host would log what is wrong with a stack trace.
/// </summary>
internal sealed class ValidatedServices(bool isDevelopment) : IServiceProviderFactory<IServiceCollection>
{
    private readonly DefaultServiceProviderFactory _factory = new(
        new ServiceProviderOptions { ValidateOnBuild = isDevelopment, ValidateScopes = isDevelopment });

    public IServiceCollection CreateBuilder(IServiceCollection services) => _factory.CreateBuilder(services);

    public IServiceProvider CreateServiceProvider(IServiceCollection containerBuilder)
    {
        var services = _factory.CreateServiceProvider(containerBuilder);
        services.GetService<IStartupValidator>()?.Validate();
        return services;
    }
}
