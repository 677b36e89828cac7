using Microsoft.AspNetCore.RateLimiting;

namespace Webhooks.Dashboard.Shell;

internal static class ShellRegistration
{
    public static void AddShell(this IServiceCollection services)
    {
        services.AddSingleton<LocalStack>();
        services.AddSingleton<AssetFiles>();
        services.Configure<RateLimiterOptions>(static limiter => limiter.OnRejected = static async (rejected, _) =>
        {
            rejected.HttpContext.Response.Headers.RetryAfter = "60";
            await ErrorPage.ShowAsync(rejected.HttpContext, StatusCodes.Status429TooManyRequests, "Too many attempts", "Wait a minute, then try again.");
        });
    }
}
