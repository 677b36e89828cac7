using System.Buffers.Text;
using System.Text;

namespace NATS.Client.JetStream;

/// <summary>
/// Reads <c>$JS.ACK.stream.consumer.delivered.sseq.cseq.time.pending</c> and the longer form
/// <c>$JS.ACK.domain.account.stream.consumer.delivered.sseq.cseq.time.pending[.random]</c>.
/// </summary>
internal static class AckSubject
{
    private const int ShortForm = 9;
    private const int LongForm = 11;

    public static NatsJSMsgMetadata? Parse(ReadOnlySpan<byte> subject)
    {
        if (!subject.StartsWith("$JS.ACK."u8))
        {
            return null;
        }

        Span<Range> tokens = stackalloc Range[LongForm + 2];
        var count = Split(subject, tokens);
        if (count != ShortForm && count < LongForm)
        {
            return null;
        }

        var at = count == ShortForm ? 2 : 4;
        var domain = count == ShortForm ? [] : subject[tokens[2]];
        if (!Number(subject[tokens[at + 2]], out var delivered)
            || !Number(subject[tokens[at + 3]], out var stream)
            || !Number(subject[tokens[at + 4]], out var consumer)
            || !Number(subject[tokens[at + 5]], out var nanoseconds)
            || !Number(subject[tokens[at + 6]], out var pending))
        {
            return null;
        }

        return new NatsJSMsgMetadata(
            new NatsJSSequencePair(stream, consumer),
            delivered,
            pending,
            DateTimeOffset.UnixEpoch.AddTicks((long)(nanoseconds / TimeSpan.NanosecondsPerTick)),
            Encoding.UTF8.GetString(subject[tokens[at]]),
            Encoding.UTF8.GetString(subject[tokens[at + 1]]),
            domain.SequenceEqual("_"u8) ? string.Empty : Encoding.UTF8.GetString(domain));
    }

    private static int Split(ReadOnlySpan<byte> subject, Span<Range> tokens)
    {
        var count = 0;
        var start = 0;
        for (var i = 0; i <= subject.Length && count < tokens.Length; i++)
        {
            if (i == subject.Length || subject[i] == (byte)'.')
            {
                tokens[count++] = start..i;
                start = i + 1;
            }
        }

        return count;
    }

    private static bool Number(ReadOnlySpan<byte> text, out ulong number) =>
        Utf8Parser.TryParse(text, out number, out var used) && used == text.Length;
}
