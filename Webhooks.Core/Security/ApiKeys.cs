using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Webhooks.Core.Security;

/// <summary>
/// API keys: <c>whk_</c>, an 8-character public prefix, <c>_</c>, 32 random bytes in base64url. At that entropy a plain SHA-256 is as good
/// as a slow hash, and cheap enough for every request.
/// </summary>
public static class ApiKeys
{
    public const int HashBytes = SHA256.HashSizeInBytes;

    private const string Scheme = "whk_";
    private const int PrefixCharacters = 8;
    private const int SecretBytes = 32;
    private const int StackBytes = 512;

    public static ApiKey Generate()
    {
        var prefix = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", PrefixCharacters);
        var key = $"{Scheme}{prefix}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}";
        return new ApiKey(key, prefix, Hash(key));
    }

    /// <summary>SHA-256 of the key's UTF-8 bytes.</summary>
    public static byte[] Hash(ReadOnlySpan<char> key)
    {
        var hash = new byte[HashBytes];
        Hash(key, hash);
        return hash;
    }

    /// <summary>As above into 32 bytes of the caller's; allocates nothing for a key of up to 170 characters.</summary>
    public static void Hash(ReadOnlySpan<char> key, Span<byte> destination)
    {
        Span<byte> utf8 = Encoding.UTF8.GetMaxByteCount(key.Length) <= StackBytes
            ? stackalloc byte[StackBytes]
            : new byte[Encoding.UTF8.GetByteCount(key)];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(key, utf8)], destination);
    }

    /// <summary>The public prefix; empty for a key of another form, such as the local stack's.</summary>
    public static ReadOnlySpan<char> VisiblePrefix(ReadOnlySpan<char> key)
    {
        var end = Scheme.Length + PrefixCharacters;
        return key.StartsWith(Scheme, StringComparison.Ordinal) && key.Length > end + 1 && key[end] == '_' ? key[Scheme.Length..end] : default;
    }
}

/// <summary>A key just made. <see cref="Key"/> is shown once; the rest is stored.</summary>
public sealed record ApiKey(string Key, string Prefix, byte[] Hash)
{
    public override string ToString() => $"whk_{Prefix}_…";
}
