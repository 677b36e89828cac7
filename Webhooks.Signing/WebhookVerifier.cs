using System.Globalization;

namespace Webhooks.Signing;

/// <summary>Verifies what <see cref="WebhookSigner"/> signs. Signatures are compared in constant time.</summary>
public static partial class WebhookVerifier
{
    /// <summary>How far a timestamp may be from now, in both directions: the value of Stripe's and Standard Webhooks' own libraries.</summary>
    public static readonly TimeSpan DefaultTolerance = TimeSpan.FromSeconds(300);

    /// <param name="received">The header values as they came.</param>
    /// <param name="body">The exact bytes that were received.</param>
    /// <param name="keys">The secrets of which any may have signed.</param>
    /// <param name="now">The receiver's time.</param>
    /// <param name="tolerance">For the schemes with a timestamp; <see cref="DefaultTolerance"/> when null.</param>
    public static VerificationResult Verify(
        in ReceivedSignatures received, ReadOnlySpan<byte> body, ReadOnlySpan<SigningKey> keys, DateTimeOffset now, TimeSpan? tolerance = null)
    {
        var window = (long)(tolerance ?? DefaultTolerance).TotalSeconds;
        var unixNow = now.ToUnixTimeSeconds();
        return new VerificationResult(
            Stripe(received.Stripe, body, keys, unixNow, window),
            Standard(received, body, keys, unixNow, window),
            XWebhook(received.XWebhook, body, keys));
    }

    private static SchemeVerdict Stripe(string? header, ReadOnlySpan<byte> body, ReadOnlySpan<SigningKey> keys, long now, long window)
    {
        if (string.IsNullOrEmpty(header))
        {
            return SchemeVerdict.Absent;
        }

        var candidates = SignatureList.Parse(header, ',', "v1=", SignatureList.Hex);
        if (candidates.Count == 0 || !TryGetStripeTimestamp(header, out var timestamp))
        {
            return SchemeVerdict.Malformed;
        }

        if (!IsWithin(timestamp, now, window))
        {
            return SchemeVerdict.TimestampOutOfTolerance;
        }

        using var content = new SignedContent([], timestamp, body, stackalloc byte[SignedContent.StackLength]);
        Span<byte> mac = stackalloc byte[SignedContent.MacLength];
        foreach (var key in keys)
        {
            content.StripeMac(key, mac);
            if (candidates.Contains(mac))
            {
                return SchemeVerdict.Valid;
            }
        }

        return SchemeVerdict.Mismatch;
    }

    private static SchemeVerdict Standard(
        in ReceivedSignatures received, ReadOnlySpan<byte> body, ReadOnlySpan<SigningKey> keys, long now, long window)
    {
        if (string.IsNullOrEmpty(received.Standard))
        {
            return SchemeVerdict.Absent;
        }

        var candidates = SignatureList.Parse(received.Standard, ' ', "v1,", SignatureList.Base64);
        if (candidates.Count == 0 || string.IsNullOrEmpty(received.Id) || !TryParseSeconds(received.Timestamp, out var timestamp))
        {
            return SchemeVerdict.Malformed;
        }

        if (!IsWithin(timestamp, now, window))
        {
            return SchemeVerdict.TimestampOutOfTolerance;
        }

        using var content = new SignedContent(received.Id, timestamp, body, stackalloc byte[SignedContent.StackLength]);
        Span<byte> mac = stackalloc byte[SignedContent.MacLength];
        foreach (var key in keys)
        {
            content.StandardMac(key, mac);
            if (candidates.Contains(mac))
            {
                return SchemeVerdict.Valid;
            }
        }

        return SchemeVerdict.Mismatch;
    }

    private static SchemeVerdict XWebhook(string? header, ReadOnlySpan<byte> body, ReadOnlySpan<SigningKey> keys)
    {
        if (string.IsNullOrEmpty(header))
        {
            return SchemeVerdict.Absent;
        }

        var candidates = SignatureList.Parse(header, ',', "sha256=", SignatureList.Hex);
        if (candidates.Count == 0)
        {
            return SchemeVerdict.Malformed;
        }

        Span<byte> mac = stackalloc byte[SignedContent.MacLength];
        foreach (var key in keys)
        {
            key.Whole.Compute(body, mac);
            if (candidates.Contains(mac))
            {
                return SchemeVerdict.Valid;
            }
        }

        return SchemeVerdict.Mismatch;
    }

    private static bool TryGetStripeTimestamp(string header, out long timestamp)
    {
        foreach (var range in header.AsSpan().Split(','))
        {
            var part = header.AsSpan(range).Trim();
            if (part.StartsWith("t=", StringComparison.Ordinal))
            {
                return TryParseSeconds(part["t=".Length..], out timestamp);
            }
        }

        timestamp = 0;
        return false;
    }

    // Signed is the canonical text, so " 1", "+1" or "01" must not pass for "1".
    private static bool TryParseSeconds(ReadOnlySpan<char> text, out long seconds) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) && (text is "0" || text[0] != '0');

    private static bool IsWithin(long timestamp, long now, long window) => timestamp >= now - window && timestamp <= now + window;
}
