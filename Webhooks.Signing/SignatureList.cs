using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Webhooks.Signing;

/// <summary>The signatures that a header offers, decoded. What cannot be decoded, or is of another version, is left out.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct SignatureList
{
    // Two per live secret is more than any sender needs; a longer list is an attempt to make the receiver work.
    private const int MaxCount = 2 * WebhookSigner.MaxKeys;

    private readonly byte[] _macs;

    private SignatureList(byte[] macs, int count) => (_macs, Count) = (macs, count);

    public delegate bool Decode(ReadOnlySpan<char> text, Span<byte> mac);

    public static Decode Hex { get; } = static (text, mac) =>
        text.Length == 2 * mac.Length && Convert.FromHexString(text, mac, out _, out _) == System.Buffers.OperationStatus.Done;

    public static Decode Base64 { get; } = static (text, mac) =>
        Convert.TryFromBase64Chars(text, mac, out var written) && written == mac.Length;

    public int Count { get; }

    public static SignatureList Parse(string header, char separator, string prefix, Decode decode)
    {
        var macs = new byte[MaxCount * SignedContent.MacLength];
        var count = 0;
        foreach (var range in header.AsSpan().Split(separator))
        {
            var part = header.AsSpan(range).Trim();
            if (count < MaxCount
                && part.StartsWith(prefix, StringComparison.Ordinal)
                && decode(part[prefix.Length..], macs.AsSpan(count * SignedContent.MacLength, SignedContent.MacLength)))
            {
                count++;
            }
        }

        return new SignatureList(macs, count);
    }

    public bool Contains(ReadOnlySpan<byte> mac)
    {
        var found = false;
        for (var i = 0; i < Count; i++)
        {
            found |= CryptographicOperations.FixedTimeEquals(_macs.AsSpan(i * SignedContent.MacLength, SignedContent.MacLength), mac);
        }

        return found;
    }
}
