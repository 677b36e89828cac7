using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Local.Endpoints;

/// <summary>
/// Decides every port before anything starts. A single instance listens on the client's port itself; a proxy stands in front only where one
/// port leads to several replicas, or to a program that insists on another port.
/// </summary>
internal sealed class EndpointAllocator(bool randomizePorts)
{
    private readonly HashSet<int> _taken = [];

    public void Allocate(IResource resource)
    {
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>().Where(e => e.AllocatedEndpoint is null))
        {
            var wanted = randomizePorts && endpoint.IsProxied ? null : endpoint.Port;
            if (wanted is null && resource is not ContainerResource && resource.GetReplicaCount() == 1)
            {
                wanted = randomizePorts && endpoint.IsProxied ? null : endpoint.TargetPort;
            }

            endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, endpoint.TargetHost, wanted ?? FreePort());
        }
    }

    /// <summary>The ports that one instance listens on, by endpoint name.</summary>
    public IReadOnlyDictionary<string, int> TargetPorts(IResource resource) =>
        resource.Annotations.OfType<EndpointAnnotation>().ToDictionary(
            e => e.Name,
            e => !NeedsProxy(resource, e)
                ? e.AllocatedEndpoint!.Port
                : resource.GetReplicaCount() == 1 && e.TargetPort is { } target ? target : FreePort(),
            StringComparer.OrdinalIgnoreCase);

    public static bool NeedsProxy(IResource resource, EndpointAnnotation endpoint) =>
        endpoint.IsProxied
        && resource is not ContainerResource
        && (resource.GetReplicaCount() > 1 || (endpoint.TargetPort is { } target && target != endpoint.AllocatedEndpoint?.Port));

    public static void ThrowIfTaken(IResource resource, IReadOnlyDictionary<string, int> ports)
    {
        foreach (var (endpoint, port) in ports)
        {
            if (!IsFree(port))
            {
                throw new DistributedApplicationException(
                    $"port {port}, which '{resource.Name}' needs for its endpoint '{endpoint}', is taken by another process.");
            }
        }
    }

    public static bool IsFree(int port)
    {
        try
        {
            foreach (var address in Loopbacks())
            {
                using var probe = new TcpListener(address, port);
                probe.Start();
            }

            return true;
        }
        catch (SocketException fault) when (fault.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
    }

    public static IEnumerable<IPAddress> Loopbacks() => Socket.OSSupportsIPv6 && HasIPv6Loopback.Value
        ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
        : [IPAddress.Loopback];

    private static readonly Lazy<bool> HasIPv6Loopback = new(() =>
    {
        try
        {
            using var probe = new TcpListener(IPAddress.IPv6Loopback, 0);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    });

    private int FreePort()
    {
        while (true)
        {
            // Below the range that the kernel takes outgoing ports from, so that the port is still free when the program binds it.
            var port = Random.Shared.Next(15_000, 32_000);
            lock (_taken)
            {
                if (_taken.Add(port) && IsFree(port))
                {
                    return port;
                }
            }
        }
    }
}
