using System.Net.Sockets;
using System.Text;

namespace Webhooks.Tests.Support;

/// <summary>The receiving end of one connection: reads requests, writes whatever bytes an answer likes.</summary>
internal sealed class Wire(Socket socket) : IDisposable
{
    private const int MostHeaderBytes = 64 * 1024;

    private readonly NetworkStream _stream = new(socket, ownsSocket: true);
    private readonly byte[] _buffer = new byte[MostHeaderBytes];
    private int _start;
    private int _end;

    /// <summary>The connection is of no more use.</summary>
    public bool IsOver { get; private set; }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => _stream.WriteAsync(bytes, cancellationToken);

    public ValueTask WriteAsync(string text, CancellationToken cancellationToken) => WriteAsync(Encoding.Latin1.GetBytes(text), cancellationToken);

    public void End() => IsOver = true;

    /// <summary>Ends it with a reset instead of an orderly close.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
        IsOver = true;
    }

    /// <summary>Null when the other side has closed.</summary>
    public async Task<(string Path, Dictionary<string, string> Headers, byte[] Body)?> ReadAsync(CancellationToken cancellationToken)
    {
        int length;
        while ((length = Unread().IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync(cancellationToken))
            {
                return null;
            }
        }

        var lines = Encoding.Latin1.GetString(Unread()[..length]).Split("\r\n");
        _start += length + 4;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            headers[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 1)..].Trim();
        }

        var body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"))];
        var read = Math.Min(body.Length, _end - _start);
        Unread()[..read].CopyTo(body);
        _start += read;
        await _stream.ReadExactlyAsync(body.AsMemory(read), cancellationToken);
        return (lines[0].Split(' ')[1], headers, body);
    }

    public void Dispose() => _stream.Dispose();

    private Span<byte> Unread() => _buffer.AsSpan(_start, _end - _start);

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        Unread().CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var read = await _stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }
}
