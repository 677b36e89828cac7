using Microsoft.Extensions.Configuration.Memory;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Messaging;
using Webhooks.Core.Retries;
using Webhooks.Core.Security;
using Webhooks.Core.Tenants;
using Webhooks.ServiceDefaults.Requests;
using Webhooks.Worker.Circuits;
using Webhooks.Worker.Consuming;
using Webhooks.Worker.DeadLetters;
using Webhooks.Worker.Fleet;
using Webhooks.Worker.Lanes;
using Webhooks.Worker.Operations;
using Webhooks.Worker.Parking;
using Webhooks.Worker.Reconciling;
using Webhooks.Worker.Recording;
using Webhooks.Worker.Sending;
using Webhooks.Worker.Storage;

namespace Webhooks.Worker;

internal static class WorkerServices
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(40);

    public static void AddApplicationServices(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        AddLogDefaults(builder);
        Entrance.Add(services, static app =>
        {
            app.UseCorrelationId();
            app.UseRouteProblems();
        });
        builder.AddDatabase("webhooksdb");
        builder.AddWebhooksMessaging("nats");
        services.AddOptions<MessagingOptions>().BindConfiguration(MessagingOptions.Section).ValidateSection(MessagingOptions.Section, new MessagingOptionsValidator());
        services.AddRetryPolicies().BindConfiguration(RetryOptions.Section);
        services.AddWebhookSecurity(builder.Environment.IsDevelopment()).BindConfiguration(SecurityOptions.Section);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainTime);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Func<double>>(Random.Shared.NextDouble);
        services.AddConfigDirectory();
        services.AddHostedService<ConfigUpdates>();
        services.AddStreams();
        services.AddDeliveries();

        // Stopped in reverse order: the consumers fetch no more, what is held is finished, the last outcomes are written.
        services.AddJobs();
        services.AddFleet();
        services.AddCircuits();
        services.AddOperations();
        services.AddRecording();
        services.AddSending();
        services.AddLanes();
        services.AddParking();
        services.AddDeadLetters();
        services.AddReconciling();
        services.AddConsuming();
    }

    // First of the sources, so that every other one overrides it.
    private static void AddLogDefaults(WebApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment())
        {
            var level = KeyValuePair.Create($"Logging:LogLevel:{AttemptLog.Successes}", (string?)nameof(LogLevel.Warning));
            ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = [level] });
        }
    }
}
