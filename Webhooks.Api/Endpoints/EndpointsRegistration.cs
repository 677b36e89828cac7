using Webhooks.Core.Endpoints;

namespace Webhooks.Api.Endpoints;

internal static class EndpointsRegistration
{
    public static void AddEndpoints(this IServiceCollection services)
    {
        services.AddSingleton<EndpointStore>();
        services.AddSingleton<SecretRotation>();
        services.AddSingleton<Reencryption>();
        services.AddSingleton<EndpointForm>();
        services.AddSingleton<PolicyNames>();
        services.AddSingleton<EndpointStatistics>();
    }
}
