using System.Buffers.Text;
using System.Text;

namespace NATS.Client.Core;

/// <summary>Writes <c>PUB subject [reply] size</c> and <c>HPUB subject [reply] header-size size</c> lines.</summary>
internal static class PublishLine
{
    /// <summary>Room for everything but the subjects: verb, spaces, two sizes and line ends.</summary>
    private const int Overhead = 48;

    public static int MaxLength(string subject, ReadOnlySpan<byte> replyTo) =>
        Encoding.UTF8.GetMaxByteCount(subject.Length) + replyTo.Length + Overhead;

    public static int MaxLength(ReadOnlySpan<byte> subject, ReadOnlySpan<byte> replyTo) => subject.Length + replyTo.Length + Overhead;

    public static int Write(Span<byte> into, string subject, ReadOnlySpan<byte> replyTo, int headerLength, int bodyLength)
    {
        var at = Put(into, headerLength > 0 ? "HPUB "u8 : "PUB "u8);
        at += Encoding.UTF8.GetBytes(subject, into[at..]);
        return at + WriteRest(into[at..], replyTo, headerLength, bodyLength);
    }

    public static int Write(Span<byte> into, ReadOnlySpan<byte> subject, ReadOnlySpan<byte> replyTo, int bodyLength)
    {
        var at = Put(into, "PUB "u8);
        at += Put(into[at..], subject);
        return at + WriteRest(into[at..], replyTo, headerLength: 0, bodyLength);
    }

    private static int WriteRest(Span<byte> into, ReadOnlySpan<byte> replyTo, int headerLength, int bodyLength)
    {
        var at = Put(into, " "u8);
        if (!replyTo.IsEmpty)
        {
            at += Put(into[at..], replyTo);
            at += Put(into[at..], " "u8);
        }

        if (headerLength > 0)
        {
            at += PutNumber(into[at..], headerLength);
            at += Put(into[at..], " "u8);
        }

        at += PutNumber(into[at..], bodyLength);
        return at + Put(into[at..], "\r\n"u8);
    }

    private static int Put(Span<byte> into, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(into);
        return bytes.Length;
    }

    private static int PutNumber(Span<byte> into, int number)
    {
        Utf8Formatter.TryFormat(number, into, out var written);
        return written;
    }
}
