using System.Text;

namespace Webhooks.Core.Deliveries;

/// <summary>Writes the parts of a batch into a span that is large enough.</summary>
internal ref struct BatchWriter(Span<byte> span)
{
    private readonly Span<byte> _span = span;

    public int Written { get; private set; }

    public void Byte(byte value) => _span[Written++] = value;

    public void Id(Guid value)
    {
        value.TryWriteBytes(_span[Written..], bigEndian: true, out var written);
        Written += written;
    }

    public void Number(long value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Byte((byte)(value | 0x80));
        }

        Byte((byte)value);
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Number(bytes.Length);
        bytes.CopyTo(_span[Written..]);
        Written += bytes.Length;
    }

    public void Text(string? text)
    {
        if (text is null)
        {
            Byte(0);
            return;
        }

        Number(Encoding.UTF8.GetByteCount(text) + 1);
        Written += Encoding.UTF8.GetBytes(text, _span[Written..]);
    }
}
