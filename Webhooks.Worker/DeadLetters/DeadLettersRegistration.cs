namespace Webhooks.Worker.DeadLetters;

internal static class DeadLettersRegistration
{
    public static void AddDeadLetters(this IServiceCollection services)
    {
        services.AddSingleton<Poison>();
        services.AddSingleton<GivenUpMessages>();
        services.AddSingleton<DeadLetterNotice>();
        services.AddHostedService<AdvisoryConsumer>();
        services.AddHostedService<ForgottenFailures>();
    }
}
