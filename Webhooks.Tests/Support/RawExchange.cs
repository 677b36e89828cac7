using System.Net.Sockets;
using System.Text;

namespace Webhooks.Tests.Support;

/// <summary>Bytes to a server, and what it answers until it has closed the connection.</summary>
internal static class RawExchange
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <param name="isAll">True tells the server that nothing follows, by closing one's own side of the connection.</param>
    public static async Task<string> SendAsync(Uri address, string request, bool isAll = false)
    {
        using var deadline = new CancellationTokenSource(Limit);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address.Host, address.Port, deadline.Token);
        await using var stream = new NetworkStream(socket);
        using var answers = new MemoryStream();
        var reading = stream.CopyToAsync(answers, deadline.Token);
        foreach (var step in new[] { stream.WriteAsync(Encoding.Latin1.GetBytes(request), deadline.Token).AsTask(), reading })
        {
            // What the server did not read makes of its close a reset.
            await Task.WhenAny(step);
            Assert.True(step.IsCompletedSuccessfully || step.Exception?.InnerException is IOException, step.Exception?.ToString());
            if (isAll && step != reading)
            {
                socket.Shutdown(SocketShutdown.Send);
            }
        }

        return Encoding.Latin1.GetString(answers.ToArray());
    }
}
