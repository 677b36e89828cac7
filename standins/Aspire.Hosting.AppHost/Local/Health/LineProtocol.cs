using System.Net.Sockets;
using System.Text;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Local.Health;

/// <summary>A connection to a server that talks in lines, for a health check.</summary>
internal sealed class LineProtocol : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private readonly TcpClient _client = new();
    private readonly CancellationTokenSource _deadline;
    private StreamReader? _reader;

    private LineProtocol(CancellationToken cancellationToken)
    {
        _deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _deadline.CancelAfter(Limit);
    }

    public static async Task<LineProtocol> ConnectAsync(EndpointReference endpoint, CancellationToken cancellationToken)
    {
        var connection = new LineProtocol(cancellationToken);
        try
        {
            await connection._client.ConnectAsync(endpoint.Host, endpoint.Port, connection._deadline.Token);
            connection._reader = new StreamReader(connection._client.GetStream(), Encoding.UTF8);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public async Task<string> ReadAsync() => await _reader!.ReadLineAsync(_deadline.Token) ?? throw new IOException("The server closed the connection.");

    public async Task SendAsync(string lines) => await _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(lines), _deadline.Token);

    public void Dispose()
    {
        _reader?.Dispose();
        _client.Dispose();
        _deadline.Dispose();
    }
}
