namespace Webhooks.Api.Problems;

internal static class ProblemsRegistration
{
    public static void AddProblems(this IServiceCollection services)
    {
        services.AddExceptionHandler<ProblemExceptionHandler>();
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
    }
}
