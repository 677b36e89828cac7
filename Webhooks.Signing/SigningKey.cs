using System.Text;

namespace Webhooks.Signing;

/// <summary>The key material of one secret, computed once and shared by every delivery that the secret signs. Thread-safe.</summary>
public sealed class SigningKey
{
    /// <param name="secret">Either <c>whsec_</c> and the base64 of 24–64 bytes, or any other non-empty string.</param>
    /// <exception cref="ArgumentException">The secret is empty.</exception>
    public SigningKey(string secret)
    {
        ArgumentException.ThrowIfNullOrEmpty(secret);
        Whole = new KeyedHash(Encoding.UTF8.GetBytes(secret));
        Standard = WebhookSecret.TryDecode(secret, out var decoded) ? new KeyedHash(decoded) : Whole;
    }

    /// <summary>Keyed with the whole secret string as UTF-8: the Stripe and the X-Webhook-Signature scheme.</summary>
    internal KeyedHash Whole { get; }

    /// <summary>Keyed with the bytes that a <c>whsec_</c> secret stands for, else the same as <see cref="Whole"/>: Standard Webhooks.</summary>
    internal KeyedHash Standard { get; }
}
