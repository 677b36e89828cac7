using System.Buffers;

namespace Webhooks.Api.Requests;

/// <summary>Where a body is put together: borrowed memory, until the place of all of it is made.</summary>
internal sealed class GrowingBuffer(int size)
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(size);
    private bool _isBorrowed = true;

    public int Length => _bytes.Length;

    public Span<byte> Space => _bytes;

    /// <param name="filled">Bytes to keep.</param>
    /// <param name="size">At least.</param>
    /// <param name="isWhole">It is the size of the body, which needs no copy then.</param>
    public void Grow(int filled, int size, bool isWhole)
    {
        var larger = isWhole ? GC.AllocateUninitializedArray<byte>(size) : ArrayPool<byte>.Shared.Rent(size);
        _bytes.AsSpan(0, filled).CopyTo(larger);
        Return();
        (_bytes, _isBorrowed) = (larger, !isWhole);
    }

    /// <summary>The body, as an array of its length.</summary>
    public byte[] Take(int filled) => !_isBorrowed && filled == _bytes.Length ? _bytes : _bytes.AsSpan(0, filled).ToArray();

    public void Return()
    {
        if (_isBorrowed)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _isBorrowed = false;
        }
    }
}
