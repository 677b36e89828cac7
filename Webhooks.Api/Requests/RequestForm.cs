using Microsoft.AspNetCore.Http.Metadata;
using Webhooks.Api.Access;
using Webhooks.ServiceDefaults.Requests;

namespace Webhooks.Api.Requests;

/// <summary>Endpoint metadata: what a request of this route may have. <see cref="RequestRules"/> refuses whatever else it has.</summary>
internal sealed class RequestForm
{
    /// <summary>Of what is around the routes: documents, health, metrics.</summary>
    public static readonly RequestForm Nothing = new() { Query = QueryForm.None };

    public required QueryForm Query { get; init; }

    public bool TakesBody { get; private init; }

    public bool TakesIdempotencyKey { get; private init; }

    public static RequestForm Of(EndpointBuilder route) => new()
    {
        Query = new QueryForm([.. QueryForm.NamesOf(route), .. LetsAdminRead(route) ? [KeyRequirement.TenantParameter] : Array.Empty<string>()]),
        TakesBody = route.Metadata.OfType<IAcceptsMetadata>().Any() || route.Metadata.OfType<BodyDescription>().Any(),
        TakesIdempotencyKey = route.Metadata.OfType<TakesIdempotencyKey>().Any(),
    };

    private static bool LetsAdminRead(EndpointBuilder route) =>
        route.Metadata.OfType<KeyRequirement>().LastOrDefault() is { } key
        && route.Metadata.OfType<IHttpMethodMetadata>().SelectMany(static methods => methods.HttpMethods).Any(key.LetsAdminRead);
}
