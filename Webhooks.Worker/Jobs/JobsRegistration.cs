namespace Webhooks.Worker.Jobs;

internal static class JobsRegistration
{
    public static void AddJobs(this IServiceCollection services)
    {
        services.AddOptions<WorkerOptions>().BindConfiguration(WorkerOptions.Section).ValidateSection(WorkerOptions.Section, new WorkerOptionsValidator());
        services.AddSingleton<HeldJobs>();
        services.AddSingleton<Withdrawals>();
        services.AddSingleton<ServedPolicies>();
        services.AddHostedService<SignsOfLife>();
    }
}
