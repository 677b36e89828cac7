using System.Buffers;
using System.Text;

namespace NATS.Client.Core;

/// <summary>
/// Headers and payload of one message while it is being put together, outside of the connection's lock because serializers are
/// foreign code. One instance per thread is kept for reuse.
/// </summary>
internal sealed class FrameBuffer : IBufferWriter<byte>
{
    private const int LargestKept = 128 * 1024;

    [ThreadStatic]
    private static FrameBuffer? _cached;

    private byte[] _bytes = new byte[4096];

    public int Length { get; private set; }

    /// <summary>Length of the header block, 0 when there is none.</summary>
    public int HeaderLength { get; set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public static FrameBuffer Rent()
    {
        var buffer = _cached ?? new FrameBuffer();
        _cached = null;
        buffer.Length = 0;
        buffer.HeaderLength = 0;
        return buffer;
    }

    public void Return()
    {
        if (_bytes.Length <= LargestKept)
        {
            _cached = this;
        }
    }

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _bytes.AsSpan(Length);
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Ensure(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    public void AppendUtf8(string text)
    {
        Ensure(Encoding.UTF8.GetMaxByteCount(text.Length));
        Length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(Length));
    }

    private void Ensure(int sizeHint)
    {
        var needed = Length + Math.Max(sizeHint, 256);
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
        }
    }
}
