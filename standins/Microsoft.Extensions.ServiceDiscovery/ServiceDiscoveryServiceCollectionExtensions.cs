using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.ServiceDiscovery;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers service discovery: names from configuration; a name that configuration does not know passes through to DNS.</summary>
public static class ServiceDiscoveryServiceCollectionExtensions
{
    public static IServiceCollection AddServiceDiscovery(this IServiceCollection services) => services.AddServiceDiscoveryCore();

    public static IServiceCollection AddServiceDiscovery(this IServiceCollection services, Action<ServiceDiscoveryOptions> configureOptions) =>
        services.AddServiceDiscoveryCore(configureOptions);

    public static IServiceCollection AddServiceDiscoveryCore(this IServiceCollection services) =>
        services.AddServiceDiscoveryCore(static _ => { });

    public static IServiceCollection AddServiceDiscoveryCore(this IServiceCollection services, Action<ServiceDiscoveryOptions> configureOptions)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<ServiceDiscoveryOptions>().Configure(configureOptions);
        services.AddOptions<ConfigurationServiceEndpointProviderOptions>();
        services.TryAddSingleton(static provider => new ConfiguredServices(
            provider.GetRequiredService<IConfiguration>(),
            provider.GetRequiredService<IOptions<ConfigurationServiceEndpointProviderOptions>>()));
        services.TryAddSingleton(static provider => new ServiceEndpointResolver(
            provider.GetRequiredService<ConfiguredServices>(), provider.GetRequiredService<IOptions<ServiceDiscoveryOptions>>()));
        services.TryAddTransient<ResolvingHttpHandler>();
        return services;
    }

    public static IServiceCollection AddConfigurationServiceEndpointProvider(this IServiceCollection services) =>
        services.AddServiceDiscoveryCore();

    public static IServiceCollection AddConfigurationServiceEndpointProvider(
        this IServiceCollection services, Action<ConfigurationServiceEndpointProviderOptions> configureOptions) =>
        services.AddServiceDiscoveryCore().Configure(configureOptions);

    public static IServiceCollection AddPassThroughServiceEndpointProvider(this IServiceCollection services) =>
        services.AddServiceDiscoveryCore();
}
