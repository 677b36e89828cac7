using Webhooks.Core.Storage;

namespace Webhooks.Api.Startup;

internal static class StartupRegistration
{
    public static void AddStartup(this IServiceCollection services)
    {
        services.AddSection(MaintenanceOptions.Section, new MaintenanceOptionsValidator());
        services.AddSingleton<Migrator>();
        services.AddSingleton<Partitions>();
        services.AddSingleton<FirstKeys>();
        services.AddSingleton<Maintenance>();
        services.AddHostedService<DatabaseService>();
    }
}
