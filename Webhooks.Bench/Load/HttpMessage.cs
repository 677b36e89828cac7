using System.Buffers.Text;

namespace Webhooks.Bench.Load;

/// <summary>The little of HTTP/1.1 that both loops must read: where a message with a Content-Length ends.</summary>
internal static class HttpMessage
{
    private static ReadOnlySpan<byte> HeadEnd => "\r\n\r\n"u8;

    private static ReadOnlySpan<byte> ContentLength => "\r\nContent-Length: "u8;

    /// <summary>Finds the body of a message that has arrived completely.</summary>
    /// <exception cref="InvalidDataException">The message has no Content-Length.</exception>
    public static bool TryFindBody(ReadOnlySpan<byte> received, out Range body)
    {
        body = default;
        var head = received.IndexOf(HeadEnd);
        if (head < 0)
        {
            return false;
        }

        var length = received[..head].IndexOf(ContentLength);
        if (length < 0 || !Utf8Parser.TryParse(received[(length + ContentLength.Length)..], out int count, out _))
        {
            throw new InvalidDataException("A message without Content-Length.");
        }

        var start = head + HeadEnd.Length;
        body = start..(start + count);
        return received.Length >= start + count;
    }
}
