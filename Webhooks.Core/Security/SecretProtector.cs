using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Webhooks.Core.Security;

/// <summary>
/// Endpoint secrets at rest, AES-256-GCM. Layout: version (1), length of the key's id, the id, nonce (12), ciphertext, tag (16). The
/// endpoint's id is associated data, so a ciphertext copied to another row does not decrypt there.
/// </summary>
public sealed class SecretProtector
{
    public const int KeyBytes = 32;

    private const byte Version = 1;
    private const int HeaderBytes = 2;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const string DevelopmentKeyId = "development-only";

    private readonly KeyValuePair<string, byte[]>[] _ring;
    private readonly byte[] _currentId;

    /// <param name="options">Validated; the first of its MasterKeys encrypts.</param>
    /// <param name="isDevelopment">Adds a fixed, public key to the ring, after the configured ones.</param>
    /// <exception cref="InvalidOperationException">There is no key.</exception>
    public SecretProtector(SecurityOptions options, bool isDevelopment)
    {
        var ring = options.MasterKeys.Select(key => KeyValuePair.Create(key.Id, Convert.FromBase64String(key.Key))).ToList();
        if (isDevelopment)
        {
            ring.Add(KeyValuePair.Create(DevelopmentKeyId, SHA256.HashData("Aspire.Webhooks development key: not a secret"u8)));
        }

        _ring = ring.Count > 0 ? [.. ring] : throw new InvalidOperationException("Security:MasterKeys is empty.");
        _currentId = Encoding.UTF8.GetBytes(_ring[0].Key);
    }

    /// <summary>Of the key that encrypts.</summary>
    public string CurrentId => _ring[0].Key;

    public byte[] Protect(string secret, string endpointId)
    {
        var plain = Encoding.UTF8.GetBytes(secret);
        var start = HeaderBytes + _currentId.Length;
        var result = new byte[start + NonceBytes + plain.Length + TagBytes];
        result[0] = Version;
        result[1] = (byte)_currentId.Length;
        _currentId.CopyTo(result, HeaderBytes);

        var nonce = result.AsSpan(start, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        // One AesGcm per call, because an instance is not safe for threads that share it.
        using var aes = new AesGcm(_ring[0].Value, TagBytes);
        aes.Encrypt(nonce, plain, result.AsSpan(start + NonceBytes, plain.Length), result.AsSpan(^TagBytes..), Encoding.UTF8.GetBytes(endpointId));
        return result;
    }

    /// <exception cref="CryptographicException">
    /// Damaged, of another endpoint, or encrypted with a key that is no longer in the ring; the message says which can be told.
    /// </exception>
    public string Unprotect(ReadOnlySpan<byte> secret, string endpointId)
    {
        if (!TryReadKeyId(secret, out var id))
        {
            throw new CryptographicException("The stored secret is not in a known format.");
        }

        var key = Array.Find(_ring, entry => string.Equals(entry.Key, id, StringComparison.Ordinal)).Value
            ?? throw new CryptographicException($"The stored secret needs the master key '{id}', which Security:MasterKeys lacks.");

        var body = secret[(HeaderBytes + secret[1])..];
        var plain = new byte[body.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(body[..NonceBytes], body[NonceBytes..^TagBytes], body[^TagBytes..], plain, Encoding.UTF8.GetBytes(endpointId));
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>False for a secret that should be stored again because the first key of the ring is another one now.</summary>
    public bool IsCurrent(ReadOnlySpan<byte> secret) =>
        TryReadKeyId(secret, out var id) && string.Equals(id, _ring[0].Key, StringComparison.Ordinal);

    private static bool TryReadKeyId(ReadOnlySpan<byte> secret, [NotNullWhen(true)] out string? id)
    {
        var known = secret is [Version, var length, ..] && secret.Length >= HeaderBytes + length + NonceBytes + TagBytes;
        id = known ? Encoding.UTF8.GetString(secret.Slice(HeaderBytes, secret[1])) : null;
        return known;
    }
}
