using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Webhooks.Core.Security;

namespace Webhooks.Api.Portal;

/// <summary>
/// Tokens that only this platform can have made: what they vouch for, and an HMAC-SHA256 over it and the prefix that says what they are good
/// for. The keys are derived from Security:MasterKeys, the first signs; where there are none, each process makes its own.
/// </summary>
public sealed class PortalTokens(IOptions<SecurityOptions> security, TimeProvider time)
{
    /// <summary>A link into the portal, to be exchanged for a session.</summary>
    public const string Link = "whpl_";

    public const string Session = "whps_";

    private const int FixedBytes = 8 + 16 + 16 + 8;
    private const int MacBytes = HMACSHA256.HashSizeInBytes;
    private const int MostBytes = 256;

    private readonly byte[][] _keys = security.Value.MasterKeys.Count > 0
        ? [.. security.Value.MasterKeys.Select(static key => HMACSHA256.HashData(Convert.FromBase64String(key.Key), "portal"u8))]
        : [RandomNumberGenerator.GetBytes(MacBytes)];

    /// <param name="prefix"><see cref="Link"/> or <see cref="Session"/>.</param>
    public string Create(string prefix, PortalToken token)
    {
        var tenant = Encoding.UTF8.GetBytes(token.TenantId);
        var bytes = new byte[FixedBytes + tenant.Length + MacBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, token.ExpiresAt.ToUnixTimeSeconds());
        token.Id.TryWriteBytes(bytes.AsSpan(8), bigEndian: true, out _);
        token.KeyId.TryWriteBytes(bytes.AsSpan(24), bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(40), token.TenantSince.UtcTicks);
        tenant.CopyTo(bytes, FixedBytes);
        Sign(_keys[0], prefix, bytes.AsSpan(..^MacBytes), bytes.AsSpan(^MacBytes..));
        return prefix + Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null unless it was made here, for this use, and has not expired.</summary>
    public PortalToken? Read(string prefix, ReadOnlySpan<char> text)
    {
        Span<byte> buffer = stackalloc byte[MostBytes];
        if (!text.StartsWith(prefix, StringComparison.Ordinal)
            || !Base64Url.IsValid(text[prefix.Length..], out var length) || length is <= FixedBytes + MacBytes or > MostBytes
            || !Base64Url.TryDecodeFromChars(text[prefix.Length..], buffer, out _))
        {
            return null;
        }

        ReadOnlySpan<byte> bytes = buffer[..length];
        var expiresAt = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return IsSigned(prefix, bytes) && expiresAt > time.GetUtcNow().ToUnixTimeSeconds()
            ? new PortalToken(
                Encoding.UTF8.GetString(bytes[FixedBytes..^MacBytes]), new Guid(bytes[8..24], bigEndian: true), new Guid(bytes[24..40], bigEndian: true),
                new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(bytes[40..]), TimeSpan.Zero),
                DateTimeOffset.FromUnixTimeSeconds(expiresAt))
            : null;
    }

    private bool IsSigned(string prefix, ReadOnlySpan<byte> token)
    {
        Span<byte> mac = stackalloc byte[MacBytes];
        foreach (var key in _keys)
        {
            Sign(key, prefix, token[..^MacBytes], mac);
            if (CryptographicOperations.FixedTimeEquals(mac, token[^MacBytes..]))
            {
                return true;
            }
        }

        return false;
    }

    private static void Sign(byte[] key, string prefix, ReadOnlySpan<byte> content, Span<byte> mac)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.ASCII.GetBytes(prefix));
        hmac.AppendData(content);
        hmac.GetHashAndReset(mac);
    }
}
