using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Webhooks.Core.Deliveries;

public static class DeliveryRegistration
{
    /// <summary>Everything that writes deliveries, attempts, the outbox and dead letters. Needs a database, the messaging and a clock.</summary>
    public static IServiceCollection AddDeliveries(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<DeliveryPublisher>();
        services.AddSingleton<StreamSearch>();
        services.AddSingleton<BatchPublishing>();
        services.AddSingleton<Outbox>();
        services.AddSingleton<StreamRecovery>();
        services.AddSingleton<Redelivery>();
        services.AddSingleton<Resending>();
        services.AddSingleton<Recovery>();
        services.AddSingleton<Requeue>();
        services.AddSingleton<ReplayCandidates>();
        services.AddSingleton<Suspects>();
        services.AddSingleton<Reconciliation>();
        services.AddSingleton<PlannedRows>();
        services.AddSingleton<PlannedPublishing>();
        services.AddSingleton<Books>();
        services.AddSingleton<Cancellation>();
        services.AddSingleton<Removal>();
        services.AddSingleton<TenantErasure>();
        services.AddSingleton<DeadLetterRemoval>();
        services.AddSingleton<Burial>();
        services.AddSingleton<Releases>();
        services.AddSingleton<AttemptsUnderWay>();
        return services;
    }
}
