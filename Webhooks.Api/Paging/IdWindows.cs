using System.Buffers.Binary;

namespace Webhooks.Api.Paging;

/// <summary>
/// A range of ids in pieces, newest first: the newest day, the day before, the sixteen before that, and so on. Each day is a
/// partition, and planning a statement over thirty of them takes longer than running it; a page is mostly found in the first piece.
/// </summary>
internal static class IdWindows
{
    private const int Growth = 16;
    private const int MostDays = 4_096;

    /// <param name="first">The smallest id.</param>
    /// <param name="end">The smallest id that is too new.</param>
    /// <param name="now">Ids beyond it are rare, and in the first piece.</param>
    public static IEnumerable<(Guid First, Guid End)> Of(Guid first, Guid end, DateTimeOffset now)
    {
        var start = new DateTimeOffset(Earlier(end, now).UtcDateTime.Date, TimeSpan.Zero);
        for (var days = 1; days <= MostDays && UuidBounds.First(start).CompareTo(first) > 0; days *= Growth)
        {
            var from = UuidBounds.First(start);
            yield return (from, end);
            (end, start) = (from, start.AddDays(-days));
        }

        yield return (first, end);
    }

    private static DateTimeOffset Earlier(Guid id, DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16, now.ToUnixTimeMilliseconds()));
    }
}
