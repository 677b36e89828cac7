using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Webhooks.Tests.Support;

/// <summary>
/// Stands between a client and nats-server and loses pull requests: every third one that goes up, and every third word that a pull
/// has expired that comes down; if asked to, also every question for a stream. All else passes as it is.
/// </summary>
internal sealed class ForgetfulBroker : IAsyncDisposable
{
    private const string PullSubject = "$JS.API.CONSUMER.MSG.NEXT.";
    private const string StreamQuestion = "$JS.API.STREAM.INFO.";
    private const string ExpiredStatus = "NATS/1.0 408";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _serverPort;
    private readonly Task _accepting;
    private int _requests;
    private int _expiries;

    public ForgetfulBroker(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => $"nats://{_listener.LocalEndpoint}";

    /// <summary>How many requests and words of expiry were lost.</summary>
    public int Lost { get; private set; }

    /// <summary>Nobody answers for a stream, as while its servers look for another leader.</summary>
    public bool LosesQuestions { get; set; }

    /// <summary>How many questions for a stream were lost.</summary>
    public int LostQuestions { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _serverPort, _stop.Token);
                client.NoDelay = server.NoDelay = true;
                await Task.WhenAny(PassAsync(client.GetStream(), server.GetStream(), LosesRequest), PassAsync(server.GetStream(), client.GetStream(), LosesExpiry));
            }
            catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
            {
                // One side has closed.
            }
        }
    }

    private bool LosesRequest(string line, byte[] payload)
    {
        if (LosesQuestions && line.Contains(StreamQuestion, StringComparison.Ordinal))
        {
            LostQuestions++;
            return true;
        }

        return line.StartsWith("PUB " + PullSubject, StringComparison.Ordinal) && IsThird(ref _requests);
    }

    private bool LosesExpiry(string line, byte[] payload) =>
        line.StartsWith("HMSG ", StringComparison.Ordinal) && payload.AsSpan().StartsWith(Encoding.ASCII.GetBytes(ExpiredStatus)) && IsThird(ref _expiries);

    private bool IsThird(ref int counter)
    {
        if (Interlocked.Increment(ref counter) % 3 != 0)
        {
            return false;
        }

        Lost++;
        return true;
    }

    /// <summary>Passes the protocol on operation by operation: a line, and for those that have one a payload of the length that ends the line.</summary>
    private async Task PassAsync(NetworkStream from, NetworkStream to, Func<string, byte[], bool> loses)
    {
        await using var reader = new BufferedStream(from, 64 * 1024);
        await using var writer = new BufferedStream(to, 64 * 1024);
        var line = new List<byte>();
        var one = new byte[1];
        while (true)
        {
            line.Clear();
            do
            {
                await reader.ReadExactlyAsync(one, _stop.Token);
                line.Add(one[0]);
            }
            while (one[0] != '\n');

            var text = Encoding.ASCII.GetString([.. line]).TrimEnd();
            var payload = Array.Empty<byte>();
            if (text.StartsWith("PUB ", StringComparison.Ordinal) || text.StartsWith("HPUB ", StringComparison.Ordinal)
                || text.StartsWith("MSG ", StringComparison.Ordinal) || text.StartsWith("HMSG ", StringComparison.Ordinal))
            {
                payload = new byte[int.Parse(text[(text.LastIndexOf(' ') + 1)..]) + 2];
                await reader.ReadExactlyAsync(payload, _stop.Token);
            }

            if (!loses(text, payload))
            {
                await writer.WriteAsync(line.ToArray(), _stop.Token);
                await writer.WriteAsync(payload, _stop.Token);
                await writer.FlushAsync(_stop.Token);
            }
        }
    }
}
