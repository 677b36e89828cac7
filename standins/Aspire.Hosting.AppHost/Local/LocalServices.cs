using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Local.Endpoints;
using Aspire.Hosting.Local.Health;
using Aspire.Hosting.Local.Launching;
using Aspire.Hosting.Local.Logs;
using Aspire.Hosting.Local.Running;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Local;

internal static class LocalServices
{
    /// <summary>Longer than the graces of a project and a server together, which are stopped one after the other.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(50);

    public static void Add(HostApplicationBuilder host, DistributedApplicationBuilder builder, DistributedApplicationOptions options)
    {
        host.Logging.AddFilter("Microsoft", LogLevel.Warning);
        host.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
        host.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        host.Logging.AddSimpleConsole(console => console.SingleLine = true);

        var services = host.Services;
        services.Configure<HostOptions>(o => o.ShutdownTimeout = ShutdownTimeout);
        services.TryAddSingleton(TimeProvider.System);
        services.AddHealthChecks();
        services.AddHttpClient();
        services.AddSingleton(builder.ExecutionContext);
        services.AddSingleton<IDistributedApplicationEventing>(builder.Eventing);
        services.AddSingleton(new DistributedApplicationModel(builder.Resources));
        services.AddSingleton(builder.Storage);
        services.AddSingleton<ResourceNotificationService>();
        services.AddSingleton<ResourceCommandService>();
        services.AddSingleton<ResourceLoggerService>();
        services.AddSingleton(provider => new ResourceOutput(
            builder.Storage,
            provider.GetRequiredService<ResourceLoggerService>(),
            options.EnableResourceLogging && host.Configuration.GetValue("StandIns:ConsoleOutput", true)));
        services.AddSingleton(new EndpointAllocator(host.Configuration.GetValue("DcpPublisher:RandomizePorts", false)));
        services.AddSingleton<HealthMonitor>();
        services.AddSingleton<LaunchPlanner>();
        services.AddSingleton<RunnerServices>();
        services.AddSingleton<LocalOrchestrator>();
        services.AddHostedService(provider => provider.GetRequiredService<LocalOrchestrator>());
        services.AddHostedService<StatusFileWriter>();
        services.AddHostedService<TerminationWatch>();
    }
}
