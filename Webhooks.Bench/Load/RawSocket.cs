using System.Net;
using System.Net.Sockets;

namespace Webhooks.Bench.Load;

/// <summary>What both loops do with their non-blocking sockets.</summary>
internal static class RawSocket
{
    private static readonly TimeSpan SendPatience = TimeSpan.FromSeconds(1);

    public static Socket Connect(IPEndPoint server)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(server);
        socket.Blocking = false;
        return socket;
    }

    /// <summary>Bytes read, 0 at the end of the stream or when it broke, -1 when there is nothing to read yet.</summary>
    public static int Receive(Socket socket, Span<byte> buffer)
    {
        var count = socket.Receive(buffer, SocketFlags.None, out var error);
        return error switch
        {
            SocketError.Success => count,
            SocketError.WouldBlock => -1,
            _ => 0,
        };
    }

    /// <summary>
    /// Sends it all. A full socket buffer, which takes bodies of hundreds of kilobytes, makes the whole loop wait.
    /// </summary>
    public static bool TrySend(Socket socket, ReadOnlySpan<byte> data)
    {
        while (true)
        {
            data = data[Math.Max(0, socket.Send(data, SocketFlags.None, out var error))..];
            if (data.IsEmpty)
            {
                return true;
            }

            if (error is not (SocketError.Success or SocketError.WouldBlock) || !socket.Poll(SendPatience, SelectMode.SelectWrite))
            {
                return false;
            }
        }
    }
}
