using System.Net;
using System.Net.Sockets;

namespace Webhooks.Testing;

public static class Probe
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>Whether a server on this port says anything after the greeting.</summary>
    public static async Task<bool> AnswersAsync(int port, ReadOnlyMemory<byte> greeting)
    {
        using var deadline = new CancellationTokenSource(Timeout);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, deadline.Token);
            await client.GetStream().WriteAsync(greeting, deadline.Token);
            return await client.GetStream().ReadAsync(new byte[1], deadline.Token) == 1;
        }
        catch (Exception error) when (error is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
