using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Webhooks.AppHost;

internal static partial class AnnouncementExtensions
{
    /// <summary>Says on the console where a service is, once it is healthy.</summary>
    public static IResourceBuilder<ProjectResource> WithAnnouncement(this IResourceBuilder<ProjectResource> service, string path = "") =>
        service.OnResourceReady((resource, ready, _) =>
        {
            var logger = ready.Services.GetRequiredService<ILogger<DistributedApplication>>();
            Ready(logger, resource.Name, new EndpointReference(resource, "http").Url, path);
            return Task.CompletedTask;
        });

    [LoggerMessage(1, LogLevel.Information, "{Service} is ready: {Url}{Path}")]
    private static partial void Ready(ILogger logger, string service, string url, string path);
}
