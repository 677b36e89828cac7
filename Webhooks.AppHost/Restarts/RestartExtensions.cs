using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Webhooks.AppHost.Restarts;

internal static class RestartExtensions
{
    /// <summary>
    /// Starts every process of the model again that ends by itself: the orchestrator leaves an exited one as it is. What a person stops
    /// stays stopped. Call it when the model is complete.
    /// </summary>
    public static IDistributedApplicationBuilder AddRestarts(this IDistributedApplicationBuilder builder)
    {
        if (!builder.ExecutionContext.IsRunMode)
        {
            return builder;
        }

        foreach (var resource in builder.Resources.Where(static resource => resource is ProjectResource or ExecutableResource or ContainerResource))
        {
            resource.Annotations.Add(new RestartAnnotation());
        }

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<RestartService>();
        return builder;
    }
}
