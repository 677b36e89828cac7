using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Webhooks.Core.Security;

public static class SecurityRegistration
{
    /// <summary>
    /// The guard, the connector, the URL rules and the secret protector, validated at start. Binding the section is the service's
    /// part: <c>services.AddWebhookSecurity(isDevelopment).BindConfiguration(SecurityOptions.Section)</c>.
    /// </summary>
    public static OptionsBuilder<SecurityOptions> AddWebhookSecurity(this IServiceCollection services, bool isDevelopment)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IHostResolver, DnsHostResolver>();
        services.TryAddSingleton<IValidateOptions<SecurityOptions>>(new SecurityOptionsValidator(isDevelopment));
        services.TryAddSingleton(provider => new AddressGuard(Options(provider)));
        services.TryAddSingleton(provider => new UrlRules(Options(provider), provider.GetRequiredService<AddressGuard>()));
        services.TryAddSingleton(provider => new SecretProtector(Options(provider), isDevelopment));
        services.TryAddSingleton(provider => new GuardedConnector(
            Options(provider),
            provider.GetRequiredService<AddressGuard>(),
            provider.GetRequiredService<IHostResolver>(),
            provider.GetRequiredService<TimeProvider>()));
        return services.AddOptions<SecurityOptions>().ValidateOnStart();
    }

    private static SecurityOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<SecurityOptions>>().Value;
}
