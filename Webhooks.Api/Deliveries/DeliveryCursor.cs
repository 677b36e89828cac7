using System.Buffers.Binary;
using Webhooks.Api.Paging;

namespace Webhooks.Api.Deliveries;

/// <summary>The delivery that a page ended with.</summary>
internal static class DeliveryCursor
{
    private const int Length = 18;

    public static string Write(PageTokens tokens, string scope, (Guid Event, short Ordinal) last)
    {
        Span<byte> cursor = stackalloc byte[Length];
        last.Event.TryWriteBytes(cursor, bigEndian: true, out _);
        BinaryPrimitives.WriteInt16BigEndian(cursor[16..], last.Ordinal);
        return tokens.Create(scope, cursor);
    }

    /// <summary>Without a token, what comes before every delivery; false when the token was not made for this list.</summary>
    public static bool TryRead(PageTokens tokens, string scope, string? token, out (Guid Event, short Ordinal) last)
    {
        last = (Guid.AllBitsSet, short.MaxValue);
        if (token is null)
        {
            return true;
        }

        Span<byte> cursor = stackalloc byte[Length];
        var ok = tokens.TryRead(scope, token, cursor);
        last = (new Guid(cursor[..16], bigEndian: true), BinaryPrimitives.ReadInt16BigEndian(cursor[16..]));
        return ok;
    }
}
