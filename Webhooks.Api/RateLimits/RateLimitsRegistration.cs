namespace Webhooks.Api.RateLimits;

internal static class RateLimitsRegistration
{
    public static void AddRateLimits(this IServiceCollection services)
    {
        services.AddSection(IngestRateOptions.Section, new IngestRateOptionsValidator());
        services.AddSingleton<IngestRateLimit>();
    }
}
