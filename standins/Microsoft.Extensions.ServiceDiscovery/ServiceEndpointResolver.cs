using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>Resolves service names to endpoints, from configuration.</summary>
public sealed class ServiceEndpointResolver
{
    private readonly ConfiguredServices _configured;
    private readonly ServiceDiscoveryOptions _options;
    private readonly ConcurrentDictionary<string, int> _turns = new(StringComparer.OrdinalIgnoreCase);

    internal ServiceEndpointResolver(ConfiguredServices configured, IOptions<ServiceDiscoveryOptions> options) =>
        (_configured, _options) = (configured, options.Value);

    /// <summary>All endpoints of a service such as <c>https+http://api</c>: of its best available scheme only, none when it is unknown.</summary>
    public ValueTask<ServiceEndpointSource> GetEndpointsAsync(string serviceName, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(new ServiceEndpointSource(Resolve(serviceName)));
    }

    /// <summary>The address to use for this request: endpoints take turns, and a name that nobody configured stays as it is.</summary>
    internal Uri Next(Uri requested)
    {
        var endpoints = Resolve(requested.GetLeftPart(UriPartial.Authority));
        if (endpoints.Count == 0)
        {
            return WithSingleScheme(requested);
        }

        // Only names that configuration knows get here, so this dictionary does not grow with the hosts that are called.
        var turn = _turns.AddOrUpdate(requested.Host, 0, static (_, last) => (last + 1) & int.MaxValue);
        var endpoint = endpoints[turn % endpoints.Count].Uri;
        return new UriBuilder(requested) { Scheme = endpoint.Scheme, Host = endpoint.Host, Port = endpoint.Port }.Uri;
    }

    private IReadOnlyList<ServiceEndpoint> Resolve(string serviceName)
    {
        if (!ServiceEndpointQuery.TryParse(serviceName, out var query))
        {
            throw new ArgumentException($"'{serviceName}' is not a valid service name.", nameof(serviceName));
        }

        IReadOnlyList<string> schemes = _options.AllowAllSchemes
            ? query.IncludedSchemes
            : [.. query.IncludedSchemes.Intersect(_options.AllowedSchemes, StringComparer.OrdinalIgnoreCase)];
        return _configured.Find(query, schemes);
    }

    private static Uri WithSingleScheme(Uri requested)
    {
        var plus = requested.Scheme.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? requested : new Uri(string.Concat(requested.Scheme.AsSpan(0, plus), requested.OriginalString.AsSpan(requested.Scheme.Length)));
    }
}
