namespace Webhooks.AppHost.Servers.Local;

internal static class DataFolderExtensions
{
    /// <summary>Where local servers keep their data: setting <c>DataDirectory</c>, <c>.data/</c> beside the AppHost's folder by default.</summary>
    public static string DataFolder(this IDistributedApplicationBuilder builder) =>
        Path.GetFullPath(builder.Configuration["DataDirectory"] is { Length: > 0 } folder ? folder : "../.data", builder.AppHostDirectory);
}
