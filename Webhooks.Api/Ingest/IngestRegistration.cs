using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Messaging;

namespace Webhooks.Api.Ingest;

internal static class IngestRegistration
{
    public static void AddIngest(this IServiceCollection services)
    {
        services.AddSection(IngestOptions.Section, new IngestOptionsValidator());
        services.AddSection(MessagingOptions.Section, new MessagingOptionsValidator());
        services.TryAddSingleton(TimeProvider.System);
        services.AddStreams();
        services.AddDeliveries();
        services.AddSingleton<EarlierClaims>();
        services.AddSingleton<DeliveryPlan>();
        services.AddSingleton<BatchPublisher>();
        services.AddSingleton(static provider => new EventIngest(
            provider.GetRequiredService<DeliveryPlan>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<IngestOptions>>()));
        services.AddHostedService<GroupCommitWriter>();
        services.AddHostedService<OutboxRelay>();
    }
}
