using System.Net.Sockets;
using System.Text;

namespace Webhooks.Tests.Support;

/// <summary>Bytes to a server, and what it answers until it has closed the connection.</summary>
internal static class RawExchange
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task<string> SendAsync(Uri address, string request)
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
        }

        return Encoding.Latin1.GetString(answers.ToArray());
    }
}
