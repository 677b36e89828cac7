using Webhooks.Api.Access;
using Webhooks.Api.Requests;

namespace Webhooks.Api.AuditLog;

/// <summary>Endpoint metadata: what the route does is written into the audit log.</summary>
/// <param name="Route">With its parameters in braces; of the two roots the shorter one's.</param>
internal sealed record AuditedOperation(string Method, string Route, string Id)
{
    private const string OtherRoot = "/api";

    /// <summary>Null where a route only reads, or takes events.</summary>
    public static AuditedOperation? Of(EndpointBuilder endpoint)
    {
        var method = endpoint.Metadata.OfType<IHttpMethodMetadata>().SelectMany(static methods => methods.HttpMethods).FirstOrDefault();
        if (method is null || HttpMethods.IsGet(method) || endpoint.Metadata.OfType<NotAudited>().Any() || !endpoint.Metadata.OfType<KeyRequirement>().Any())
        {
            return null;
        }

        var route = "/" + ((RouteEndpointBuilder)endpoint).RoutePattern.RawText!.Trim('/');
        route = route.StartsWith(OtherRoot + "/", StringComparison.Ordinal) ? route[OtherRoot.Length..] : route;
        return new AuditedOperation(method, route, OperationName.Of(method, route));
    }
}
