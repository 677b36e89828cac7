namespace Webhooks.Api.Requests;

internal static class RouteExtensions
{
    /// <summary>A singleton for handlers that take no part in binding.</summary>
    public static T ServiceOf<T>(this IEndpointRouteBuilder routes)
        where T : notnull => routes.ServiceProvider.GetRequiredService<T>();

    /// <summary>Describes the errors of a route beyond those that every route has.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder route, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            route.ProducesProblem(status);
        }

        return route;
    }
}
