namespace Webhooks.Api.Compat;

internal static class CompatRegistration
{
    public static void AddCompat(this IServiceCollection services)
    {
        services.AddSingleton<StatusQueries>();
        services.AddSingleton<TestEndpoints>();
    }
}
