using System.Buffers;
using System.Text;

namespace Webhooks.Worker.Sending;

/// <summary>Callers' text in a header: as it is when a header can hold it, else as percent-encoded UTF-8 in the alphabet of RFC 8187.</summary>
internal static class HeaderText
{
    private static readonly SearchValues<char> Carried = SearchValues.Create(
        "\t" + string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(character => (char)character)));

    private static readonly SearchValues<byte> Unencoded =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&+-.^_`|~"u8);

    public static string Of(string text) => text.AsSpan().ContainsAnyExcept(Carried) ? Encode(text) : text;

    private static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length * 3);
        foreach (var unit in Encoding.UTF8.GetBytes(text))
        {
            _ = Unencoded.Contains(unit) ? encoded.Append((char)unit) : encoded.Append('%').Append(unit.ToString("X2"));
        }

        return encoded.ToString();
    }
}
