using System.Buffers.Text;

namespace NATS.Client.Core;

/// <summary>The arguments of MSG (subject sid [reply] size) and HMSG (subject sid [reply] header-size size).</summary>
internal readonly ref struct MessageLine
{
    public readonly ReadOnlySpan<byte> Subject;
    public readonly ReadOnlySpan<byte> ReplyTo;
    public readonly int Sid;
    public readonly int HeaderLength;
    public readonly int Total;

    public MessageLine(ReadOnlySpan<byte> line, bool withHeaders)
    {
        Total = TakeNumber(ref line);
        HeaderLength = withHeaders ? TakeNumber(ref line) : 0;
        var space = line.IndexOf((byte)' ');
        if (space <= 0)
        {
            throw Malformed();
        }

        Subject = line[..space];
        line = line[(space + 1)..];
        space = line.IndexOf((byte)' ');
        ReplyTo = space < 0 ? [] : line[(space + 1)..];
        if (!Utf8Parser.TryParse(space < 0 ? line : line[..space], out Sid, out _))
        {
            throw Malformed();
        }
    }

    private static int TakeNumber(ref ReadOnlySpan<byte> line)
    {
        var space = line.LastIndexOf((byte)' ');
        if (space < 0 || !Utf8Parser.TryParse(line[(space + 1)..], out int number, out var used) || used != line.Length - space - 1)
        {
            throw Malformed();
        }

        line = line[..space];
        return number;
    }

    private static NatsProtocolViolationException Malformed() => new("Malformed MSG");
}
