using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration.Memory;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Messaging;
using Webhooks.Core.Retries;
using Webhooks.Core.Security;
using Webhooks.Core.Tenants;
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
        builder.AddDatabase("webhooksdb");
        builder.AddWebhooksMessaging("nats");
        services.AddOptions<WorkerOptions>().BindConfiguration(WorkerOptions.Section).ValidateSection(WorkerOptions.Section, new WorkerOptionsValidator());
        services.AddOptions<CircuitOptions>().BindConfiguration(CircuitOptions.Section).ValidateSection(CircuitOptions.Section, new CircuitOptionsValidator())
            .Validate(static circuit => circuit.MaxBreakDuration >= circuit.BreakDuration, "Circuit:MaxBreakDuration must be Circuit:BreakDuration at least.");
        services.AddOptions<MessagingOptions>().BindConfiguration(MessagingOptions.Section).ValidateSection(MessagingOptions.Section, new MessagingOptionsValidator());
        services.AddRetryPolicies().BindConfiguration(RetryOptions.Section);
        services.AddWebhookSecurity(builder.Environment.IsDevelopment()).BindConfiguration(SecurityOptions.Section);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainTime);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Func<double>>(Random.Shared.NextDouble);
        AddConfiguration(services);
        AddDelivery(services);
        AddHosted(services);
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

    private static void AddConfiguration(IServiceCollection services)
    {
        services.AddSingleton<ConfigReader>();
        services.AddSingleton<ConfigDirectory>();
        services.AddSingleton<ConfigFeed>();
        services.AddSingleton<StreamNames>();
        services.AddSingleton<StreamTopology>();
        services.AddSingleton<DeliveryPublisher>();
        services.AddDeliveries();
    }

    private static void AddDelivery(IServiceCollection services)
    {
        services.AddSingleton<WorkerInstruments>();
        services.AddSingleton<HeldJobs>();
        services.AddSingleton<LaneScheduler>();
        services.AddSingleton<LaneEntrance>();
        services.AddSingleton<EndpointKeys>();
        services.AddSingleton<OwnFaults>();
        services.AddSingleton<ServedPolicies>();
        services.AddHealthChecks().AddCheck<OwnFaultsCheck>("sending");
        services.AddSingleton<EndpointTerms>();
        services.AddSingleton<WebhookRequest>();
        services.AddSingleton<TenantConnections>();
        services.AddSingleton<ResponseSnippet>();
        services.AddSingleton<AttemptLog>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<DeliverySender>();
        services.AddSingleton<RowCheck>();
        services.AddSingleton<EndpointLookup>();
        services.AddSingleton<Poison>();
        services.AddSingleton<Dispatch>();
        services.AddSingleton<Intake>();
        services.AddSingleton<Parker>();
        services.AddSingleton<DeadLetterNotice>();
        services.AddSingleton<EndpointTransitions>();
        services.AddSingleton<OperationalEvents>();
    }

    // Stopped in reverse order: the consumers fetch no more, what is held is finished, the last outcomes are written.
    private static void AddHosted(IServiceCollection services)
    {
        services.AddHostedService<ConfigUpdates>();
        services.AddHostedService<SignsOfLife>();
        AddHosted<WorkerRoster>(services);
        AddHosted<CircuitBoard>(services);
        AddHosted<EndpointWatch>(services);
        AddHosted<Recorder>(services);
        services.AddHostedService<LaneUpkeep>();
        services.AddHostedService<ParkedScheduler>();
        services.AddHostedService<AdvisoryConsumer>();
        services.AddHostedService<ForgottenFailures>();
        AddHosted<Reconciler>(services);
        services.AddHealthChecks().AddCheck<ReconcilerCheck>("reconciler");
        AddHosted<PolicyConsumers>(services);
        services.AddHealthChecks().AddCheck<ConsumingHealthCheck>("consuming");
    }

    private static void AddHosted<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(IServiceCollection services)
        where T : class, IHostedService
    {
        services.AddSingleton<T>();
        services.AddHostedService(provider => provider.GetRequiredService<T>());
    }
}
