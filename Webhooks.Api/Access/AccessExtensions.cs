using Webhooks.Core.Tenants;

namespace Webhooks.Api.Access;

internal static class AccessExtensions
{
    /// <summary>Marks routes as taking this kind of key; <see cref="ApiKeyMiddleware"/> enforces it.</summary>
    public static T RequireKey<T>(this T builder, KeyRequirement requirement)
        where T : IEndpointConventionBuilder => builder.WithMetadata(requirement);

    /// <summary>API keys: who has which, and whom the local stack's let in.</summary>
    public static void AddAccess(this IServiceCollection services, IHostEnvironment environment)
    {
        services.AddSection(AccessOptions.Section, new AccessOptionsValidator());
        services.AddSingleton(provider => new ConfigDirectory(provider.GetRequiredService<ConfigReader>())
        {
            RefusedKeys = environment.IsDevelopment() ? new HashSet<ApiKeyHash>() : LocalTenants.KeyHashes,
        });
        services.AddConfigDirectory();
        services.AddSingleton<ApiKeyStore>();
        services.AddSingleton<AdminKeyStore>();
        services.AddSingleton<LocalKeyStore>();
        services.AddSingleton<IOperatorKeys, AdminKeys>();
        services.AddHostedService<KeyUsage>();
    }
}
