using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Webhooks.ServiceDefaults.Requests;

/// <summary>Endpoint metadata: the query parameters that a route takes, spelled as they are bound. A route without it takes none.</summary>
/// <param name="names">In the order in which the handler takes them.</param>
public sealed class QueryForm(params IReadOnlyCollection<string> names)
{
    private const int Shown = 64;

    public static readonly QueryForm None = new([]);

    /// <summary>Of what takes any: an address that somebody else makes up, or that is none.</summary>
    public static readonly QueryForm Any = new([]) { TakesBody = true, IsAny = true };

    private readonly FrozenSet<string> _names = names.ToFrozenSet(StringComparer.Ordinal);
    private readonly string _listed = names.Count == 0 ? "It takes none." : $"It takes {string.Join(", ", names)}.";

    public IReadOnlyCollection<string> Taken => names;

    private bool IsAny { get; init; }

    /// <summary>True where a browser's form asks, which sends its empty fields too.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>True where the body is not ignored.</summary>
    public bool TakesBody { get; init; }

    /// <summary>By the parameters of the handler.</summary>
    [RequiresUnreferencedCode("Looks at the properties of the handler's parameters.")]
    public static IReadOnlyList<string> NamesOf(EndpointBuilder route)
    {
        var inPath = ((RouteEndpointBuilder)route).RoutePattern.Parameters.Select(static parameter => parameter.Name);
        return
        [
            .. route.Metadata.OfType<MethodInfo>().SelectMany(static handler => handler.GetParameters()).SelectMany(Names).Except(inPath, StringComparer.Ordinal),
            .. route.Metadata.OfType<AlsoTakes>().Select(static also => also.Name),
        ];
    }

    /// <summary>The name and the rule of what the route would ignore or guess at; null when there is nothing such.</summary>
    public string? Refuse(HttpRequest request)
    {
        if (IsAny || !request.QueryString.HasValue)
        {
            return null;
        }

        foreach (var (name, values) in request.Query)
        {
            var shown = name.Length > Shown ? name[..Shown] + "…" : name;
            if (!_names.Contains(name))
            {
                return $"'{shown}' is no query parameter of this route. {_listed}";
            }

            if (values.Count != 1)
            {
                return $"'{shown}' is given {values.Count} times. Give it once.";
            }

            if (string.IsNullOrEmpty(values[0]) && !MayBeEmpty)
            {
                return $"'{shown}' is empty. Give it a value, or leave it out.";
            }

            if (values[0]!.Contains('\0', StringComparison.Ordinal))
            {
                return $"'{shown}' holds U+0000, which nothing that is stored does.";
            }
        }

        return null;
    }

    [RequiresUnreferencedCode("Looks at the properties of the parameter.")]
    private static IEnumerable<string> Names(ParameterInfo parameter) => parameter.GetCustomAttribute<AsParametersAttribute>() is null
        ? NameOf(parameter, parameter.Name!, parameter.ParameterType)
        : parameter.ParameterType.GetProperties().Where(static property => property.CanWrite).SelectMany(static property => NameOf(property, property.Name, property.PropertyType));

    private static IEnumerable<string> NameOf(ICustomAttributeProvider source, string name, Type type) =>
        source.GetCustomAttributes(inherit: false).OfType<IFromQueryMetadata>().FirstOrDefault() is { } query ? [query.Name ?? name]
        : source.GetCustomAttributes(inherit: false).OfType<IFromRouteMetadata>().Any() || !IsText(type) ? []
        : [name];

    private static bool IsText(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is { IsPrimitive: true } || type == typeof(string);
}
