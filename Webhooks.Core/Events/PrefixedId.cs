using System.Buffers.Binary;

namespace Webhooks.Core.Events;

/// <summary>The text form that every id shares: a short prefix and a UUID as 32 lower-case hex digits.</summary>
internal static class PrefixedId
{
    private const int HexDigits = 32;

    public static string Format(string prefix, Guid value) =>
        string.Create(prefix.Length + HexDigits, (prefix, value), static (span, id) =>
        {
            id.prefix.CopyTo(span);
            id.value.TryFormat(span[id.prefix.Length..], out _, "N");
        });

    public static bool TryParse(string prefix, ReadOnlySpan<char> text, out Guid value)
    {
        value = default;

        // The length first: Guid takes white space around the digits.
        return text.Length == prefix.Length + HexDigits
            && text.StartsWith(prefix, StringComparison.Ordinal) && Guid.TryParseExact(text[prefix.Length..], "N", out value);
    }

    public static DateTimeOffset TimeOf(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16);
    }
}
