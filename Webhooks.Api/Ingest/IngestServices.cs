using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Messaging;

namespace Webhooks.Api.Ingest;

internal static class IngestServices
{
    public static IServiceCollection AddIngest(this IServiceCollection services)
    {
        services.AddOptions<IngestOptions>().BindConfiguration(IngestOptions.Section).ValidateSection(IngestOptions.Section, new IngestOptionsValidator());
        services.AddOptions<MessagingOptions>().BindConfiguration(MessagingOptions.Section).ValidateSection(MessagingOptions.Section, new MessagingOptionsValidator());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<StreamNames>();
        services.AddSingleton<StreamTopology>();
        services.AddSingleton<DeliveryPublisher>();
        services.AddDeliveries();
        services.AddSingleton<DeliveryPlan>();
        services.AddSingleton<BatchPublisher>();
        services.AddSingleton(static provider => new EventIngest(
            provider.GetRequiredService<DeliveryPlan>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<IngestOptions>>()));
        services.AddHostedService<GroupCommitWriter>();
        services.AddHostedService<OutboxRelay>();
        return services;
    }
}
