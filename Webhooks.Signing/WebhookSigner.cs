using System.Globalization;

namespace Webhooks.Signing;

/// <summary>
/// Signs attempts. Every live secret of an endpoint signs, so that during a rotation a receiver which holds either secret can verify:
/// Stripe's header carries several <c>v1=</c>, and Standard Webhooks' several space-separated <c>v1,…</c>. <c>X-Webhook-Signature</c> carries
/// one, because its receivers compare the whole value: the oldest live secret's, which a receiver holds until the overlap ends.
/// </summary>
public static class WebhookSigner
{
    /// <summary>The most secrets of one endpoint that may be live at once.</summary>
    public const int MaxKeys = 8;

    private const int HexMacLength = 2 * SignedContent.MacLength;
    private const int Base64MacLength = 44;
    private const int LongestTimestamp = 20;

    /// <param name="keys">The live secrets, newest first, 1 to <see cref="MaxKeys"/>.</param>
    /// <param name="profile">The schemes to sign with.</param>
    /// <param name="messageId">Value of <see cref="WebhookHeaders.Id"/>.</param>
    /// <param name="unixSeconds">The time of the attempt.</param>
    /// <param name="body">The exact bytes that are sent.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no key, or there are more than <see cref="MaxKeys"/>.</exception>
    public static WebhookSignatures Sign(
        ReadOnlySpan<SigningKey> keys, SignatureProfile profile, string messageId, long unixSeconds, ReadOnlySpan<byte> body)
    {
        ArgumentOutOfRangeException.ThrowIfZero(keys.Length, nameof(keys));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keys.Length, MaxKeys, nameof(keys));

        var timestamp = unixSeconds.ToString(CultureInfo.InvariantCulture);
        using var content = new SignedContent(messageId, unixSeconds, body, stackalloc byte[SignedContent.StackLength]);
        return new WebhookSignatures(
            timestamp,
            profile.HasFlag(SignatureProfile.Standard) ? Standard(keys, content) : null,
            profile.HasFlag(SignatureProfile.Stripe) ? Stripe(keys, content, timestamp) : null,
            profile.HasFlag(SignatureProfile.XWebhookSignature) ? XWebhook(keys[^1], content) : null);
    }

    private static string Standard(ReadOnlySpan<SigningKey> keys, scoped in SignedContent content)
    {
        Span<byte> mac = stackalloc byte[SignedContent.MacLength];
        Span<char> value = stackalloc char[MaxKeys * ("v1, ".Length + Base64MacLength)];
        var at = 0;
        foreach (var key in keys)
        {
            content.StandardMac(key, mac);
            at += Write(at == 0 ? "v1," : " v1,", value[at..]);
            Convert.TryToBase64Chars(mac, value[at..], out var written);
            at += written;
        }

        return new string(value[..at]);
    }

    private static string Stripe(ReadOnlySpan<SigningKey> keys, scoped in SignedContent content, string timestamp)
    {
        Span<byte> mac = stackalloc byte[SignedContent.MacLength];
        Span<char> value = stackalloc char["t=".Length + LongestTimestamp + MaxKeys * (",v1=".Length + HexMacLength)];
        var at = Write("t=", value);
        at += Write(timestamp, value[at..]);
        foreach (var key in keys)
        {
            content.StripeMac(key, mac);
            at += Write(",v1=", value[at..]);
            at += WriteHex(mac, value[at..]);
        }

        return new string(value[..at]);
    }

    private static string XWebhook(SigningKey key, scoped in SignedContent content)
    {
        Span<byte> mac = stackalloc byte[SignedContent.MacLength];
        Span<char> value = stackalloc char["sha256=".Length + HexMacLength];
        content.XWebhookMac(key, mac);
        var at = Write("sha256=", value);
        at += WriteHex(mac, value[at..]);
        return new string(value[..at]);
    }

    private static int Write(string text, Span<char> destination)
    {
        text.CopyTo(destination);
        return text.Length;
    }

    private static int WriteHex(ReadOnlySpan<byte> bytes, Span<char> destination)
    {
        Convert.TryToHexStringLower(bytes, destination, out var written);
        return written;
    }
}
