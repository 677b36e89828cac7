using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Webhooks.Signing;

/// <summary>Makes and checks webhook secrets. The form is that of Standard Webhooks: <c>whsec_</c> and the base64 of 24–64 bytes.</summary>
public static class WebhookSecret
{
    public const string Prefix = "whsec_";
    public const int MinBytes = 24;
    public const int MaxBytes = 64;

    /// <summary>Limits in characters of a secret in a form of the user's own.</summary>
    public const int MinLength = 16;
    public const int MaxLength = 256;

    private const int GeneratedBytes = 32;

    /// <summary>A new secret of 32 random bytes.</summary>
    public static string Generate()
    {
        Span<byte> bytes = stackalloc byte[GeneratedBytes];
        RandomNumberGenerator.Fill(bytes);
        var secret = FromBytes(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return secret;
    }

    /// <summary>Writes key bytes in the form of Standard Webhooks.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 24 or more than 64 bytes.</exception>
    public static string FromBytes(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes.Length, MinBytes, nameof(bytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, MaxBytes, nameof(bytes));
        return Prefix + Convert.ToBase64String(bytes);
    }

    /// <summary>Checks a secret that a user chose; <paramref name="error"/> is a sentence the user can act on.</summary>
    /// <remarks>
    /// What looks like a secret of Standard Webhooks must be one that each of its libraries reads as the same key. Any other text keys the
    /// other two schemes only: see <see cref="IsStandard"/>.
    /// </remarks>
    public static bool TryValidate([NotNullWhen(true)] string? secret, [NotNullWhen(false)] out string? error)
    {
        error = secret switch
        {
            null or { Length: < MinLength or > MaxLength } => $"A webhook secret has {MinLength} to {MaxLength} characters.",
            _ when secret.AsSpan().ContainsAnyExceptInRange('!', '~') => "A webhook secret consists of printable ASCII characters without spaces.",
            _ when secret.Contains(Prefix, StringComparison.OrdinalIgnoreCase) && !IsStandard(secret) =>
                $"A {Prefix} secret is '{Prefix}' in lower case and the padded base64 of {MinBytes} to {MaxBytes} bytes, and nothing else.",
            _ => null,
        };
        return error is null;
    }

    /// <summary>True for the form of Standard Webhooks, whose libraries take no other: only then can <c>webhook-signature</c> be verified.</summary>
    public static bool IsStandard(string secret) => TryDecode(secret, out _);

    internal static bool TryDecode(string secret, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var encoded = secret.AsSpan(Prefix.Length);
        Span<byte> decoded = stackalloc byte[MaxBytes];
        // Written again, because decoders differ over white space and over bits that stand for nothing.
        if (!Convert.TryFromBase64Chars(encoded, decoded, out var length) || length < MinBytes
            || !encoded.SequenceEqual(Convert.ToBase64String(decoded[..length])))
        {
            return false;
        }

        bytes = decoded[..length].ToArray();
        return true;
    }
}
