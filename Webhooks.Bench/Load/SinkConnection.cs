using System.Net.Sockets;

namespace Webhooks.Bench.Load;

/// <summary>One connection to the sink, with what has arrived of its next request.</summary>
internal sealed class SinkConnection(Socket socket, int bufferBytes) : IDisposable
{
    private readonly byte[] _buffer = new byte[bufferBytes];
    private int _filled;

    /// <summary>Reads on; false when the connection is over. The request is empty until all of it is there.</summary>
    public bool TryReceive(out ReadOnlySpan<byte> request, out ReadOnlySpan<byte> body)
    {
        request = body = default;
        var received = RawSocket.Receive(socket, _buffer.AsSpan(_filled));
        if (received <= 0)
        {
            return received < 0;
        }

        _filled += received;
        var soFar = _buffer.AsSpan(0, _filled);
        if (!HttpMessage.TryFindBody(soFar, out var range))
        {
            return _filled < _buffer.Length;
        }

        _filled = 0;
        request = soFar;
        body = soFar[range];
        return true;
    }

    public bool TryAnswer(ReadOnlySpan<byte> answer) => RawSocket.TrySend(socket, answer);

    public void Dispose() => socket.Dispose();
}
