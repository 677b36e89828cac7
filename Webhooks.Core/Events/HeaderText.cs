using System.Buffers;
using System.Text;

namespace Webhooks.Core.Events;

/// <summary>A text in an HTTP header: what fits a field value goes as it is, other text as percent-encoded UTF-8 in the alphabet of RFC 8187.</summary>
public static class HeaderText
{
    private const string Digits = "0123456789ABCDEF";

    private static readonly SearchValues<byte> Plain =
        SearchValues.Create("!#$&+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    public static string Encode(string text)
    {
        // A parser takes spaces at either end away.
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~') && text is not ([' ', ..] or [.., ' ']))
        {
            return text;
        }

        var encoded = new StringBuilder(text.Length * 3);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            if (Plain.Contains(value))
            {
                encoded.Append((char)value);
            }
            else
            {
                encoded.Append('%').Append(Digits[value >> 4]).Append(Digits[value & 0xF]);
            }
        }

        return encoded.ToString();
    }
}
