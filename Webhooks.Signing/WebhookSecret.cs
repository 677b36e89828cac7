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
    public const int MinLength = 8;
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
    /// Strings of other forms are allowed, and sign with their UTF-8 bytes. A <c>whsec_</c> secret whose base64 is too short or too long
    /// is not: a Standard Webhooks library would decode it while we would not, and no signature would ever match.
    /// </remarks>
    public static bool TryValidate([NotNullWhen(true)] string? secret, [NotNullWhen(false)] out string? error)
    {
        error = secret switch
        {
            null or { Length: < MinLength or > MaxLength } => $"A webhook secret has {MinLength} to {MaxLength} characters.",
            _ when secret.AsSpan().ContainsAnyExceptInRange('!', '~') => "A webhook secret consists of printable ASCII characters without spaces.",
            _ when DecodedLength(secret) is { } length and not (>= MinBytes and <= MaxBytes) =>
                $"The base64 part of a {Prefix} secret stands for {MinBytes} to {MaxBytes} bytes; this one has {length}.",
            _ => null,
        };
        return error is null;
    }

    internal static bool TryDecode(string secret, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = DecodedLength(secret) is >= MinBytes and <= MaxBytes ? Convert.FromBase64String(secret[Prefix.Length..]) : null;
        return bytes is not null;
    }

    private static int? DecodedLength(string secret)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var encoded = secret.AsSpan(Prefix.Length);
        return System.Buffers.Text.Base64.IsValid(encoded, out var length) ? length : null;
    }
}
