using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Webhooks.Bench.Load;

/// <summary>One keep-alive connection with at most one request under way.</summary>
internal sealed class LoadConnection(IPEndPoint server) : IDisposable
{
    private const int BufferBytes = 8192;
    private const int StatusAt = 9;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _filled;

    public Socket Socket { get; private set; } = RawSocket.Connect(server);

    public long Sequence { get; private set; }

    /// <summary>When the request was due.</summary>
    public long DueAt { get; private set; }

    public bool TrySend(RequestTemplate template, long sequence, long dueAt)
    {
        Sequence = sequence;
        DueAt = dueAt;
        template.Stamp(sequence, dueAt);
        return RawSocket.TrySend(Socket, template.Bytes);
    }

    /// <summary>The status of the answer, 0 while it is incomplete, -1 when the connection is broken.</summary>
    public int Receive()
    {
        var received = RawSocket.Receive(Socket, _buffer.AsSpan(_filled));
        if (received <= 0)
        {
            return received < 0 ? 0 : -1;
        }

        _filled += received;
        var answer = _buffer.AsSpan(0, _filled);
        if (!HttpMessage.TryFindBody(answer, out _))
        {
            return _filled < BufferBytes ? 0 : -1;
        }

        _filled = 0;
        return Utf8Parser.TryParse(answer[StatusAt..], out int status, out _) ? status : -1;
    }

    public void Reconnect()
    {
        Socket.Dispose();
        _filled = 0;
        Socket = RawSocket.Connect(server);
    }

    public void Dispose() => Socket.Dispose();
}
