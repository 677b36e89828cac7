using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Text;

namespace Webhooks.Bench.Load;

/// <summary>
/// One tenant's POST, built once; per event only a sequence number and a time are written into it. The times are
/// <see cref="System.Diagnostics.Stopwatch"/> timestamps of this process, which sends and receives.
/// </summary>
internal sealed class RequestTemplate
{
    public const int MinBody = 96;

    private const int Digits = 16;
    private const int PadSeed = 512;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

    private readonly byte[] _bytes;
    private readonly int _body;
    private readonly int? _key;

    /// <param name="hasKey">Each event has an idempotency key: its sequence number.</param>
    public RequestTemplate(IPEndPoint server, string apiKey, int bodyBytes, bool hasKey = false)
    {
        const string KeyHeader = "Idempotency-Key: ";
        var head = string.Create(CultureInfo.InvariantCulture, $"""
            POST /v1/events HTTP/1.1
            Host: {server}
            Authorization: Bearer {apiKey}
            {(hasKey ? KeyHeader + new string('0', Digits) + "\n" : "")}Content-Type: application/json
            Content-Length: {bodyBytes}


            """).ReplaceLineEndings("\r\n");
        var body = Encoding.ASCII.GetString(Start) + new string('0', Digits) + Encoding.ASCII.GetString(Middle) + new string('0', Digits) + "\",\"pad\":\"";
        const string End = "\"}";
        // Random, so that nothing on the way can compress it to nothing.
        var pad = new Random(PadSeed).GetItems<char>(Alphabet, bodyBytes - body.Length - End.Length);
        _bytes = Encoding.ASCII.GetBytes(head + body + new string(pad) + End);
        _body = head.Length;
        _key = hasKey ? head.IndexOf(KeyHeader, StringComparison.Ordinal) + KeyHeader.Length : null;
    }

    public ReadOnlySpan<byte> Bytes => _bytes;

    private static ReadOnlySpan<byte> Start => "{\"event\":\"bench.event\",\"n\":\""u8;

    private static ReadOnlySpan<byte> Middle => "\",\"t\":\""u8;

    public void Stamp(long sequence, long timestamp)
    {
        var body = _bytes.AsSpan(_body);
        Write(body[Start.Length..], sequence);
        Write(body[(Start.Length + Digits + Middle.Length)..], timestamp);
        if (_key is { } key)
        {
            Write(_bytes.AsSpan(key), sequence);
        }
    }

    /// <summary>Reads back what <see cref="Stamp"/> wrote; false when the body is not one of ours.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out long sequence, out long timestamp)
    {
        sequence = timestamp = 0;
        return body.StartsWith(Start)
            && Utf8Parser.TryParse(body.Slice(Start.Length, Digits), out sequence, out _, 'x')
            && Utf8Parser.TryParse(body.Slice(Start.Length + Digits + Middle.Length, Digits), out timestamp, out _, 'x');
    }

    private static void Write(Span<byte> destination, long value) => Utf8Formatter.TryFormat(value, destination, out _, new('x', Digits));
}
