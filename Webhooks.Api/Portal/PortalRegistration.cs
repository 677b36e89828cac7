namespace Webhooks.Api.Portal;

internal static class PortalRegistration
{
    public static void AddPortal(this IServiceCollection services)
    {
        services.AddSection(PortalOptions.Section, new PortalOptionsValidator());
        services.AddSingleton<PortalTokens>();
        services.AddSingleton<PortalSessions>();
        services.AddSingleton<PortalLinks>();
    }
}
