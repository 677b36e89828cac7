using System.Text;
using Microsoft.Net.Http.Headers;

namespace Webhooks.ServiceDefaults.Requests;

/// <summary>
/// The text of a Content-Length as the server is to count by: what is not digits alone (RFC 9110 §8.6) becomes a text that no number has. As a string
/// it is what it was, to be shown. The server itself would read a sign, which whoever stands before it may read otherwise.
/// </summary>
internal sealed class LengthText : Encoding
{
    // Digits of the largest length.
    private const int Most = 19;

    private static readonly LengthText Instance = new();

    /// <summary>Null for every other header, which stands for what the server does by itself.</summary>
    public static Encoding? For(string header) => header.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase) ? Instance : null;

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        if (bytes.Length is > 0 and <= Most && !bytes.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return Latin1.GetChars(bytes, chars);
        }

        chars[0] = '?';
        return 1;
    }

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        Latin1.GetChars(bytes, byteIndex, byteCount, chars, charIndex);

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount;
}
