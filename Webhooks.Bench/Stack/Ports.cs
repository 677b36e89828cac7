using System.Net;
using System.Net.Sockets;

namespace Webhooks.Bench.Stack;

internal static class Ports
{
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Whether something on this port takes a connection and says at least one byte after the greeting.</summary>
    public static async Task<bool> AnswersAsync(int port, ReadOnlyMemory<byte> greeting, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, deadline.Token);
            await client.GetStream().WriteAsync(greeting, deadline.Token);
            return await client.GetStream().ReadAsync(new byte[1], deadline.Token) == 1;
        }
        catch (Exception error) when (error is SocketException or IOException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
