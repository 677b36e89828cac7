using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Webhooks.Core.Tenants;

public static class ConfigRegistration
{
    /// <summary>Tenants and endpoints as held in memory, and what keeps them up to date.</summary>
    public static void AddConfigDirectory(this IServiceCollection services)
    {
        services.AddSingleton<ConfigReader>();
        services.TryAddSingleton<ConfigDirectory>();
        services.AddSingleton<ConfigFeed>();
        services.AddSingleton<ConfigCall>();
    }
}
