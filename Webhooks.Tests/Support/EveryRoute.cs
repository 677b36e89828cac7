using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Webhooks.Tests.Support;

/// <summary>Every route of a running service, with a value in each place of its path.</summary>
internal static class EveryRoute
{
    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["tenant"] = "acme",
        ["tenantId"] = "acme",
        ["state"] = "enable",
        ["action"] = "enable",
        ["move"] = "pause",
        ["slug"] = "invalid-request",
        ["file"] = "index.html",
    };

    public static IReadOnlyList<(string Method, string Url)> Of(EndpointDataSource routes) =>
        [.. WithMetadata(routes).Select(static one => (one.Method, one.Url))];

    public static IEnumerable<(string Method, string Url, RouteEndpoint Route)> WithMetadata(EndpointDataSource routes) =>
        from route in routes.Endpoints.OfType<RouteEndpoint>()
        where route.Order != int.MaxValue
        from method in route.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
        select (method, Url(route.RoutePattern), route);

    private static string Url(RoutePattern pattern) =>
        "/" + string.Join('/', pattern.PathSegments.Select(static segment => string.Concat(segment.Parts.Select(Text))));

    private static string Text(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter => Values.GetValueOrDefault(parameter.Name, "x"),
        _ => throw new InvalidOperationException($"There is no text for {part}."),
    };
}
