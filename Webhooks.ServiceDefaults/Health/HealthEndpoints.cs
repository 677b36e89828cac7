using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Webhooks.ServiceDefaults.Reading;

namespace Webhooks.ServiceDefaults.Health;

internal static class HealthEndpoints
{
    private const string LiveTag = "live";
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(3);

    public static void AddDefaultHealthChecks(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck("self", static () => HealthCheckResult.Healthy(), [LiveTag]);

        // After every registration: a check that names no timeout must not hang the answer.
        services.PostConfigure<HealthCheckServiceOptions>(static options =>
        {
            foreach (var registration in options.Registrations.Where(static check => check.Timeout == Timeout.InfiniteTimeSpan))
            {
                registration.Timeout = DefaultTimeout;
            }
        });
    }

    public static void MapHealthEndpoints(this IEndpointRouteBuilder routes, string serviceName)
    {
        var writer = new HealthResponse(serviceName, routes.ServiceProvider.GetRequiredService<OperatorAccess>());
        Map("/health", static _ => true);
        Map("/alive", static check => check.Tags.Contains(LiveTag));

        void Map(string path, Func<HealthCheckRegistration, bool> which) =>
            routes.MapHealthChecks(path, new HealthCheckOptions { Predicate = which, ResponseWriter = writer.WriteAsync })
                .WithMetadata(ReadingMethods.Instance).DisableHttpMetrics();
    }
}
