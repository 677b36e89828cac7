using Webhooks.Core.Tenants;

namespace Webhooks.Api.Tenants;

internal static class TenantsRegistration
{
    public static void AddTenants(this IServiceCollection services)
    {
        services.AddSingleton<TenantStore>();
        services.AddSingleton<TenantRemoval>();
        services.AddHostedService<TenantRemovals>();
    }
}
