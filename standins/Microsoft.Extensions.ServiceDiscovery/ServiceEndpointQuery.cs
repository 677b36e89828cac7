using System.Diagnostics.CodeAnalysis;

namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>What is asked for, as in <c>https+http://_endpoint.service</c>.</summary>
public sealed class ServiceEndpointQuery
{
    private ServiceEndpointQuery(string serviceName, string? endpointName, IReadOnlyList<string> includedSchemes) =>
        (ServiceName, EndpointName, IncludedSchemes) = (serviceName, endpointName, includedSchemes);

    public string ServiceName { get; }

    public string? EndpointName { get; }

    /// <summary>The acceptable schemes, best first; empty when none was given.</summary>
    public IReadOnlyList<string> IncludedSchemes { get; }

    public static bool TryParse(string input, [NotNullWhen(true)] out ServiceEndpointQuery? query)
    {
        ArgumentException.ThrowIfNullOrEmpty(input);
        query = null;
        var schemes = Array.Empty<string>();
        if (!input.Contains("://", StringComparison.Ordinal))
        {
            input = "none://" + input;
        }
        else
        {
            schemes = input[..input.IndexOf("://", StringComparison.Ordinal)].ToLowerInvariant().Split('+');
        }

        if (!Uri.TryCreate(input, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            return false;
        }

        var dot = uri.Host.IndexOf('.', StringComparison.Ordinal);
        var isNamed = uri.Host[0] == '_' && dot > 1 && dot < uri.Host.Length - 1;
        query = isNamed
            ? new ServiceEndpointQuery(uri.Host[(dot + 1)..], uri.Host[1..dot], schemes)
            : new ServiceEndpointQuery(uri.Host, endpointName: null, schemes);
        return true;
    }
}
