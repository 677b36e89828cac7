using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Webhooks.Testing;

/// <summary>
/// A loopback port that nothing listens on. Below those that the kernel gives to outgoing connections (ip_local_port_range), of which one
/// would have it before its server has.
/// </summary>
public static class FreePort
{
    private const int First = 10_000;
    private const int Last = 32_000;

    public static int Next()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, Last);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another one, then.
            }
        }
    }
}
