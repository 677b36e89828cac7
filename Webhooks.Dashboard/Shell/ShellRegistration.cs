namespace Webhooks.Dashboard.Shell;

internal static class ShellRegistration
{
    public static void AddShell(this IServiceCollection services)
    {
        services.AddSingleton<LocalStack>();
        services.AddSingleton<AssetFiles>();
    }
}
