namespace NATS.Client.Core;

/// <summary>One MSG or HMSG, valid until its handler returns.</summary>
internal readonly ref struct InboundFrame(
    ReadOnlySpan<byte> subject, int sid, ReadOnlySpan<byte> replyTo, ReadOnlyMemory<byte> headers, ReadOnlyMemory<byte> payload)
{
    public readonly ReadOnlySpan<byte> Subject = subject;
    public readonly int Sid = sid;
    public readonly ReadOnlySpan<byte> ReplyTo = replyTo;
    public readonly ReadOnlyMemory<byte> Headers = headers;
    public readonly ReadOnlyMemory<byte> Payload = payload;

    public int Size => Subject.Length + ReplyTo.Length + Headers.Length + Payload.Length;

    /// <summary>The header block opens with a status, as the server's own messages do.</summary>
    public bool HasStatus => Headers.Length > 8 && Headers.Span[8] == (byte)' ';
}
