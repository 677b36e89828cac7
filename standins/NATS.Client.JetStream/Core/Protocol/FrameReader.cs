using System.Text;

namespace NATS.Client.Core;

/// <summary>Cuts the byte stream into frames and hands them on without copying.</summary>
internal sealed class FrameReader(Transport transport, IFrameHandler handler, int initialSize)
{
    private const int LongestLine = 1024 * 1024;
    private const int LongestMessage = 128 * 1024 * 1024;
    private byte[] _buffer = new byte[initialSize];
    private int _end;

    /// <summary>Reads until the peer closes (an exception) or the token is cancelled.</summary>
    /// <param name="leftover">Bytes that the handshake had read too far.</param>
    public async Task RunAsync(ReadOnlyMemory<byte> leftover, CancellationToken cancellationToken)
    {
        Grow(leftover.Length);
        leftover.CopyTo(_buffer);
        _end = leftover.Length;
        while (true)
        {
            var start = 0;
            int missing;
            while ((missing = TryRead(ref start, out var handled)) == 0)
            {
                if (!handled.IsCompletedSuccessfully)
                {
                    await handled.AsTask().WaitAsync(cancellationToken);
                }
            }

            _end -= start;
            Buffer.BlockCopy(_buffer, start, _buffer, 0, _end);
            Grow(_end + missing);
            var received = await transport.ReceiveAsync(_buffer.AsMemory(_end), cancellationToken);
            if (received == 0)
            {
                throw new NatsException("Connection closed by the server");
            }

            _end += received;
        }
    }

    /// <returns>0 after a frame, else a lower bound of the bytes that the frame still lacks.</returns>
    private int TryRead(ref int start, out ValueTask handled)
    {
        handled = default;
        var rest = _buffer.AsSpan(start, _end - start);
        var lineLength = rest.IndexOf("\r\n"u8);
        if (lineLength < 0)
        {
            return rest.Length < LongestLine ? 1 : throw new NatsProtocolViolationException("Endless control line");
        }

        var line = rest[..lineLength];
        if (line.StartsWith("MSG "u8) || line.StartsWith("HMSG "u8))
        {
            return TryReadMessage(line, ref start, out handled);
        }

        ReadControl(line);
        start += lineLength + 2;
        return 0;
    }

    private int TryReadMessage(ReadOnlySpan<byte> line, ref int start, out ValueTask handled)
    {
        handled = default;
        var withHeaders = line[0] == (byte)'H';
        var args = new MessageLine(line[(withHeaders ? 5 : 4)..], withHeaders);
        if (args.Total is < 0 or > LongestMessage || args.HeaderLength < 0 || args.HeaderLength > args.Total)
        {
            throw new NatsProtocolViolationException("Impossible message size");
        }

        var body = start + line.Length + 2;
        var next = body + args.Total + 2;
        if (next > _end)
        {
            return next - _end;
        }

        if (_buffer[next - 2] != (byte)'\r' || _buffer[next - 1] != (byte)'\n')
        {
            throw new NatsProtocolViolationException("Message not followed by CRLF");
        }

        handled = handler.OnMessage(new InboundFrame(
            args.Subject,
            args.Sid,
            args.ReplyTo,
            _buffer.AsMemory(body, args.HeaderLength),
            _buffer.AsMemory(body + args.HeaderLength, args.Total - args.HeaderLength)));
        start = next;
        return 0;
    }

    private void ReadControl(ReadOnlySpan<byte> line)
    {
        if (line.SequenceEqual("PING"u8))
        {
            handler.OnPing();
        }
        else if (line.SequenceEqual("PONG"u8))
        {
            handler.OnPong();
        }
        else if (line.StartsWith("INFO "u8))
        {
            handler.OnInfo(line[5..]);
        }
        else if (line.StartsWith("-ERR"u8))
        {
            handler.OnError(Encoding.UTF8.GetString(line[4..].Trim(" '"u8)));
        }
        else if (!line.SequenceEqual("+OK"u8))
        {
            throw new NatsProtocolViolationException($"Unknown command '{Encoding.UTF8.GetString(line[..Math.Min(line.Length, 32)])}'");
        }
    }

    private void Grow(int needed)
    {
        if (needed >= _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(needed + 1, _buffer.Length * 2));
        }
        else if (_end == 0 && _buffer.Length > 16 * initialSize)
        {
            _buffer = new byte[initialSize];
        }
    }
}
