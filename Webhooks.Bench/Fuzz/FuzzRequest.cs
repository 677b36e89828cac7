using System.Globalization;
using System.Text;

namespace Webhooks.Bench.Fuzz;

/// <summary>A request as it goes over the wire.</summary>
/// <param name="Number">With the seed, it makes the same request again.</param>
/// <param name="IsHead">The answer has no body, whatever its headers say.</param>
/// <param name="IsBroken">It is no well-formed HTTP: the server may refuse it without the API, and close the connection.</param>
internal sealed record FuzzRequest(int Number, byte[] Bytes, bool IsHead, bool IsBroken)
{
    private const int MaxShown = 2_000;

    /// <summary>One line, with everything but printable ASCII escaped as \xNN.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var value in Bytes.Take(MaxShown))
        {
            text.Append(value is >= 0x20 and < 0x7f ? ((char)value).ToString() : string.Create(CultureInfo.InvariantCulture, $"\\x{value:x2}"));
        }

        return Bytes.Length > MaxShown ? $"{text}… ({Bytes.Length:N0} bytes)" : text.ToString();
    }
}
