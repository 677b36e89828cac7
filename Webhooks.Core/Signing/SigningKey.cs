using System.Text;

namespace Webhooks.Core.Signing;

/// <summary>The key material of one secret, computed once and shared by every delivery that the secret signs. Thread-safe.</summary>
public sealed class SigningKey
{
    private readonly byte[] _whole;
    private readonly byte[] _standard;

    /// <param name="secret">Either <c>whsec_</c> and the base64 of 24–64 bytes, or any other non-empty string.</param>
    /// <exception cref="ArgumentException">The secret is empty.</exception>
    public SigningKey(string secret)
    {
        ArgumentException.ThrowIfNullOrEmpty(secret);
        _whole = Encoding.UTF8.GetBytes(secret);
        _standard = WebhookSecret.TryDecode(secret, out var decoded) ? decoded : _whole;
    }

    /// <summary>The whole secret string as UTF-8: the key of the Stripe and the X-Webhook-Signature scheme.</summary>
    public ReadOnlySpan<byte> Whole => _whole;

    /// <summary>The bytes that a <c>whsec_</c> secret stands for, else the same as <see cref="Whole"/>: the key of Standard Webhooks.</summary>
    public ReadOnlySpan<byte> Standard => _standard;
}
