using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Webhooks.Bench.Fuzz;

/// <summary>A connection that sends bytes as they are, and reads answers one by one. HttpClient would refuse most of them.</summary>
internal sealed class FuzzConnection(IPEndPoint address) : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private PipeReader? _reader;

    public async Task<FuzzAnswer> ExchangeAsync(FuzzRequest request, CancellationToken cancellationToken)
    {
        if (_reader is null)
        {
            await _socket.ConnectAsync(address, cancellationToken);
            _reader = PipeReader.Create(new NetworkStream(_socket));
        }

        try
        {
            await SendAsync(request.Bytes, cancellationToken);
            return await ReadAnswerAsync(_reader, request.IsHead, cancellationToken);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            return new FuzzAnswer(0, null, [], IsLast: true, HasRetryAfter: false);
        }
    }

    public void Dispose() => _socket.Dispose();

    // A server may answer, and close, before it has read everything: the answer is there all the same.
    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[await _socket.SendAsync(bytes, cancellationToken)..];
            }
        }
        catch (SocketException)
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
    }

    private static async Task<FuzzAnswer> ReadAnswerAsync(PipeReader reader, bool isHead, CancellationToken cancellationToken)
    {
        var status = int.Parse((await ReadLineAsync(reader, cancellationToken)).Split(' ')[1], CultureInfo.InvariantCulture);
        string? mediaType = null;
        var (length, isChunked, isLast, hasRetryAfter) = (0, false, false, false);
        for (var line = await ReadLineAsync(reader, cancellationToken); line.Length > 0; line = await ReadLineAsync(reader, cancellationToken))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var value = line[(colon + 1)..].Trim();
            switch (line[..colon].ToUpperInvariant())
            {
                case "CONTENT-LENGTH":
                    length = int.Parse(value, CultureInfo.InvariantCulture);
                    break;
                case "TRANSFER-ENCODING":
                    isChunked = true;
                    break;
                case "CONTENT-TYPE":
                    mediaType = value.Split(';')[0].Trim().ToLowerInvariant();
                    break;
                case "CONNECTION":
                    isLast = value.Equals("close", StringComparison.OrdinalIgnoreCase);
                    break;
                case "RETRY-AFTER":
                    hasRetryAfter = true;
                    break;
            }
        }

        if (status == 100)
        {
            return await ReadAnswerAsync(reader, isHead, cancellationToken);
        }

        var body = isHead || status is 204 or 304 ? []
            : isChunked ? await ReadChunksAsync(reader, cancellationToken)
            : await ReadAsync(reader, length, cancellationToken);
        return new FuzzAnswer(status, mediaType, body, isLast, hasRetryAfter);
    }

    private static async Task<byte[]> ReadChunksAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        var body = new List<byte>();
        while (true)
        {
            var size = int.Parse(await ReadLineAsync(reader, cancellationToken), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            body.AddRange(await ReadAsync(reader, size, cancellationToken));
            await ReadLineAsync(reader, cancellationToken);
            if (size == 0)
            {
                return [.. body];
            }
        }
    }

    private static async Task<byte[]> ReadAsync(PipeReader reader, int count, CancellationToken cancellationToken)
    {
        var result = await reader.ReadAtLeastAsync(count, cancellationToken);
        if (result.Buffer.Length < count)
        {
            throw new IOException("The connection ended within a body.");
        }

        var rest = result.Buffer.Slice(count);
        byte[] bytes = [.. System.Buffers.BuffersExtensions.ToArray(result.Buffer.Slice(0, count))];
        reader.AdvanceTo(rest.Start);
        return bytes;
    }

    private static async Task<string> ReadLineAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            if (System.Buffers.BuffersExtensions.PositionOf(result.Buffer, (byte)'\n') is { } end)
            {
                var line = Encoding.Latin1.GetString(result.Buffer.Slice(0, end)).TrimEnd('\r');
                reader.AdvanceTo(result.Buffer.GetPosition(1, end));
                return line;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (result.IsCompleted)
            {
                throw new IOException("The connection ended within a line.");
            }
        }
    }
}
