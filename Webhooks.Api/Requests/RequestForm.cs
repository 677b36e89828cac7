using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Webhooks.Api.Access;

namespace Webhooks.Api.Requests;

/// <summary>Endpoint metadata: what a request of this route may have. <see cref="RequestRules"/> refuses whatever else it has.</summary>
internal sealed class RequestForm
{
    public required FrozenSet<string> QueryParameters { get; init; }

    /// <summary>Their names in the order in which the handler takes them.</summary>
    public required string Listed { get; init; }

    public required bool TakesBody { get; init; }

    public required bool TakesIdempotencyKey { get; init; }

    public static RequestForm Of(EndpointBuilder route)
    {
        var inPath = ((RouteEndpointBuilder)route).RoutePattern.Parameters.Select(static parameter => parameter.Name);
        string[] names =
        [
            .. route.Metadata.OfType<MethodInfo>().SelectMany(static handler => handler.GetParameters()).SelectMany(Names).Except(inPath, StringComparer.Ordinal),
            .. LetsAdminRead(route) ? [KeyRequirement.TenantParameter] : Array.Empty<string>(),
        ];
        return new RequestForm
        {
            // As binding has it.
            QueryParameters = names.ToFrozenSet(StringComparer.OrdinalIgnoreCase),
            Listed = string.Join(", ", names),
            TakesBody = route.Metadata.OfType<IAcceptsMetadata>().Any() || route.Metadata.OfType<BodyDescription>().Any(),
            TakesIdempotencyKey = route.Metadata.OfType<TakesIdempotencyKey>().Any(),
        };
    }

    private static bool LetsAdminRead(EndpointBuilder route) =>
        route.Metadata.OfType<KeyRequirement>().LastOrDefault() is { } key
        && route.Metadata.OfType<IHttpMethodMetadata>().SelectMany(static methods => methods.HttpMethods).Any(key.LetsAdminRead);

    private static IEnumerable<string> Names(ParameterInfo parameter) => parameter.GetCustomAttribute<AsParametersAttribute>() is null
        ? NameOf(parameter, parameter.Name!, parameter.ParameterType)
        : parameter.ParameterType.GetProperties().SelectMany(static property => NameOf(property, property.Name, property.PropertyType));

    private static IEnumerable<string> NameOf(ICustomAttributeProvider source, string name, Type type) =>
        source.GetCustomAttributes(inherit: false).OfType<FromQueryAttribute>().FirstOrDefault() is { } query ? [query.Name ?? name]
        : source.GetCustomAttributes(inherit: false).OfType<IFromRouteMetadata>().Any() || !IsText(type) ? []
        : [name];

    private static bool IsText(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is { IsPrimitive: true } || type == typeof(string);
}
