namespace Webhooks.Api.DeadLetters;

internal static class DeadLettersRegistration
{
    public static void AddDeadLetters(this IServiceCollection services)
    {
        services.AddSingleton<DeadLetterStore>();
        services.AddSingleton<Requeueing>();
    }
}
