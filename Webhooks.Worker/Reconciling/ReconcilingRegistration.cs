namespace Webhooks.Worker.Reconciling;

internal static class ReconcilingRegistration
{
    public static void AddReconciling(this IServiceCollection services)
    {
        services.AddHosted<Reconciler>();
        services.AddHealthChecks().AddCheck<ReconcilerCheck>("reconciler");
    }
}
