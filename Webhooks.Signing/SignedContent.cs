using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Webhooks.Signing;

/// <summary>
/// <c>{id}.{timestamp}.{body}</c> in one buffer. What the other two schemes sign, <c>{timestamp}.{body}</c> and <c>{body}</c>, are its
/// tails, so that a body is copied once however many schemes and secrets there are.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly ref struct SignedContent
{
    public const int MacLength = HMACSHA256.HashSizeInBytes;
    public const int StackLength = 1024;

    private readonly byte[]? _rented;
    private readonly ReadOnlySpan<byte> _content;
    private readonly int _timestampAt;
    private readonly int _bodyAt;

    public SignedContent(ReadOnlySpan<char> id, long unixSeconds, ReadOnlySpan<byte> body, Span<byte> scratch)
    {
        const int LongestTimestamp = 20;
        var needed = Encoding.UTF8.GetMaxByteCount(id.Length) + LongestTimestamp + 2 + body.Length;
        _rented = needed > scratch.Length ? ArrayPool<byte>.Shared.Rent(needed) : null;
        var buffer = _rented ?? scratch;

        var at = Encoding.UTF8.GetBytes(id, buffer);
        buffer[at++] = (byte)'.';
        _timestampAt = at;
        unixSeconds.TryFormat(buffer[at..], out var digits, provider: CultureInfo.InvariantCulture);
        at += digits;
        buffer[at++] = (byte)'.';
        _bodyAt = at;
        body.CopyTo(buffer[at..]);
        _content = buffer[..(at + body.Length)];
    }

    public void StandardMac(SigningKey key, Span<byte> mac) => key.Standard.Compute(_content, mac);

    public void StripeMac(SigningKey key, Span<byte> mac) => key.Whole.Compute(_content[_timestampAt..], mac);

    public void XWebhookMac(SigningKey key, Span<byte> mac) => key.Whole.Compute(_content[_bodyAt..], mac);

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }
    }
}
