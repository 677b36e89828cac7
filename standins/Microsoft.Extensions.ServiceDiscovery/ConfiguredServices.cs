using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>Reads <c>Services:{service}:{endpoint}</c>: one URL or <c>host:port</c>, or an array of them. Follows configuration reloads.</summary>
internal sealed class ConfiguredServices : IDisposable
{
    private const string DefaultEndpoint = "default";

    private readonly IConfiguration _section;
    private readonly IDisposable _reload;
    private readonly ConcurrentDictionary<string, IReadOnlyList<ServiceEndpoint>> _parsed = new(StringComparer.OrdinalIgnoreCase);

    public ConfiguredServices(IConfiguration configuration, IOptions<ConfigurationServiceEndpointProviderOptions> options)
    {
        _section = configuration.GetSection(options.Value.SectionName);
        _reload = ChangeToken.OnChange(configuration.GetReloadToken, _parsed.Clear);
    }

    public void Dispose() => _reload.Dispose();

    public IReadOnlyList<ServiceEndpoint> Find(ServiceEndpointQuery query, IReadOnlyList<string> schemes)
    {
        var key = $"{string.Join('+', schemes)}://{query.EndpointName}@{query.ServiceName}";
        if (_parsed.TryGetValue(key, out var known))
        {
            return known;
        }

        var found = Parse(query, schemes);
        if (found.Count > 0)
        {
            _parsed[key] = found;
        }

        return found;
    }

    private IReadOnlyList<ServiceEndpoint> Parse(ServiceEndpointQuery query, IReadOnlyList<string> schemes)
    {
        var service = _section.GetSection(query.ServiceName);
        string[] names = query.EndpointName is { } name ? [name] : [DefaultEndpoint, .. schemes];
        var section = Array.Find(names, candidate => service.GetSection(candidate).Exists());
        if (section is null)
        {
            return [];
        }

        var uris = Values(service.GetSection(section)).Select(value => ToUri(value, schemes)).ToArray();
        if (schemes.Count == 0)
        {
            return [.. uris.Select(uri => new ServiceEndpoint(uri))];
        }

        var best = schemes.FirstOrDefault(scheme => Array.Exists(uris, uri => IsOf(uri, scheme)));
        return [.. uris.Where(uri => best is not null && IsOf(uri, best)).Select(uri => new ServiceEndpoint(uri))];
    }

    private static IEnumerable<string> Values(IConfigurationSection section)
    {
        if (section.Value is { Length: > 0 } single)
        {
            return [single];
        }

        var children = section.GetChildren().ToArray();
        return Array.Find(children, child => !int.TryParse(child.Key, out _)) is { } wrong
            ? throw new KeyNotFoundException($"The endpoint configuration section '{section.Path}' must be a value or an array, but it has the key '{wrong.Key}'.")
            : children.Select(child => child.Value).OfType<string>();
    }

    private static Uri ToUri(string value, IReadOnlyList<string> schemes)
    {
        var absolute = value.Contains("://", StringComparison.Ordinal) ? value : $"{(schemes.Count > 0 ? schemes[0] : Uri.UriSchemeHttp)}://{value}";
        return Uri.TryCreate(absolute, UriKind.Absolute, out var uri)
            ? uri
            : throw new FormatException($"The service endpoint '{value}' is neither a URL nor host:port.");
    }

    private static bool IsOf(Uri uri, string scheme) => string.Equals(uri.Scheme, scheme, StringComparison.OrdinalIgnoreCase);
}
