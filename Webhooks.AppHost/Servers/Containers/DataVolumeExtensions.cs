namespace Webhooks.AppHost.Servers.Containers;

internal static class DataVolumeExtensions
{
    /// <summary>The volume's name without the machine's path in it, so that the published manifest is the same everywhere.</summary>
    public static string DataVolume(this IDistributedApplicationBuilder builder, string server) => builder.ExecutionContext.IsPublishMode
        ? $"webhooks-{server}-data"
        : $"webhooks-{builder.Configuration["AppHost:Sha256"]?[..10].ToLowerInvariant()}-{server}-data";
}
