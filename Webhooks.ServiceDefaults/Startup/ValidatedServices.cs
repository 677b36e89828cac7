using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Webhooks.ServiceDefaults.Settings;

namespace Webhooks.ServiceDefaults.Startup;

/// <summary>
/// Validates every option as soon as the services are built. At the host's start it would be later than what reads options while it
/// maps, which finds one at a time, and the host would log what is wrong with a stack trace. What would be read by nobody is told as well.
/// </summary>
internal sealed class ValidatedServices(IConfiguration configuration, IHostEnvironment environment) : IServiceProviderFactory<IServiceCollection>
{
    private readonly DefaultServiceProviderFactory _factory = new(
        new ServiceProviderOptions { ValidateOnBuild = environment.IsDevelopment(), ValidateScopes = environment.IsDevelopment() });

    public IServiceCollection CreateBuilder(IServiceCollection services) => _factory.CreateBuilder(services);

    public IServiceProvider CreateServiceProvider(IServiceCollection containerBuilder)
    {
        var services = _factory.CreateServiceProvider(containerBuilder);
        if (UnknownOptions.Refuse(configuration) is { Count: > 0 } unknown)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(KnownSection), unknown);
        }

        services.GetService<IStartupValidator>()?.Validate();
        ForeignSections.Tell(
            configuration, environment.ApplicationName.Split('.')[^1].ToLowerInvariant(), services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ForeignSections)));
        return services;
    }
}
