using System.Net;

namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>One address of a service.</summary>
public sealed class ServiceEndpoint
{
    internal ServiceEndpoint(Uri uri) => Uri = uri;

    public EndPoint EndPoint => IPAddress.TryParse(Uri.Host, out var address) ? new IPEndPoint(address, Uri.Port) : new DnsEndPoint(Uri.Host, Uri.Port);

    internal Uri Uri { get; }

    public override string ToString() => Uri.GetLeftPart(UriPartial.Authority);
}
