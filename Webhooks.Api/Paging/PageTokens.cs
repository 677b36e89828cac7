using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Webhooks.Api.Paging;

/// <summary>
/// Page tokens: a cursor and an HMAC-SHA256 over it and the scope it is good for, which names the list, the tenant and
/// every filter. A token that was changed, or is used elsewhere, is told from a good one.
/// </summary>
public sealed class PageTokens(IOptions<PagingOptions> options)
{
    public const int MaxCursorLength = 64;

    private const int MacLength = 16;
    private const int IdLength = 16;

    private readonly byte[] _key = SHA256.HashData(Encoding.UTF8.GetBytes(options.Value.TokenKey));

    public string Create(string scope, ReadOnlySpan<byte> cursor)
    {
        Span<byte> token = stackalloc byte[MaxCursorLength + MacLength];
        cursor.CopyTo(token);
        Sign(scope, cursor, token.Slice(cursor.Length, MacLength));
        return Base64Url.EncodeToString(token[..(cursor.Length + MacLength)]);
    }

    /// <summary>A token whose cursor is the last id shown.</summary>
    public string CreateOf(string scope, Guid last)
    {
        Span<byte> cursor = stackalloc byte[IdLength];
        last.TryWriteBytes(cursor, bigEndian: true, out _);
        return Create(scope, cursor);
    }

    /// <summary>The last id shown, or <paramref name="start"/> without a token.</summary>
    public bool TryReadId(string scope, string? token, Guid start, out Guid last)
    {
        last = start;
        if (token is null)
        {
            return true;
        }

        Span<byte> cursor = stackalloc byte[IdLength];
        var ok = TryRead(scope, token, cursor);
        last = new Guid(cursor, bigEndian: true);
        return ok;
    }

    /// <summary>The cursor in the token; false when this API did not make the token for this scope.</summary>
    public bool TryRead(string scope, ReadOnlySpan<char> token, Span<byte> cursor)
    {
        Span<byte> bytes = stackalloc byte[MaxCursorLength + MacLength];
        var expected = cursor.Length + MacLength;
        if (token.Length != Base64Url.GetEncodedLength(expected)
            || !Base64Url.IsValid(token, out var length) || length != expected
            || !Base64Url.TryDecodeFromChars(token, bytes, out _))
        {
            return false;
        }

        Span<byte> mac = stackalloc byte[MacLength];
        Sign(scope, bytes[..cursor.Length], mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, bytes[cursor.Length..expected]))
        {
            return false;
        }

        bytes[..cursor.Length].CopyTo(cursor);
        return true;
    }

    private void Sign(string scope, ReadOnlySpan<byte> cursor, Span<byte> mac)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hmac.AppendData(cursor);
        hmac.AppendData(Encoding.UTF8.GetBytes(scope));
        hmac.GetHashAndReset(whole);
        whole[..mac.Length].CopyTo(mac);
    }
}
