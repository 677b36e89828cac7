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
}
