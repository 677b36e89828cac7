using System.Net;
using System.Net.Sockets;

namespace Webhooks.Tests.Integration.Receiver;

internal static class FreePort
{
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
