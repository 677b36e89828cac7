using System.Buffers.Binary;

namespace Webhooks.Api.Paging;

/// <summary>Ids are UUIDv7, so a span of time is a range of ids.</summary>
internal static class UuidBounds
{
    /// <summary>Not above any UUIDv7 of this time or later.</summary>
    public static Guid First(DateTimeOffset time)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteInt64BigEndian(bytes, time.ToUnixTimeMilliseconds() << 16);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>When a UUIDv7 was made.</summary>
    public static DateTimeOffset TimeOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16);
    }

    /// <summary>The id right after this one.</summary>
    public static Guid Next(Guid id)
    {
        if (id == Guid.AllBitsSet)
        {
            return id;
        }

        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteUInt128BigEndian(bytes, BinaryPrimitives.ReadUInt128BigEndian(bytes) + 1);
        return new Guid(bytes, bigEndian: true);
    }
}
