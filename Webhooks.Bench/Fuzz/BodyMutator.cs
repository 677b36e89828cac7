using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Webhooks.Bench.Fuzz;

/// <summary>Makes a valid JSON body into one that is not, or that nobody would expect.</summary>
internal static partial class BodyMutator
{
    private static readonly string[] Values =
    [
        "null", "true", "-1", "0", "1e400", "-1e-400", "99999999999999999999999999999999999999", "1.7976931348623157e308", "\"\"", "\"\\u0000\"",
        "\"\\ud800\"", "\"\\udc00\\ud800\"", "[]", "{}", "[null]", "[[[]]]", "{\"a\":{}}", "\"../../etc/passwd\"", "\"http://169.254.169.254/\"",
        "\"javascript:alert(1)\"", "\"' OR 1=1 --\"", "NaN", "Infinity", "01", "0x10", "'single'", "\"\\x\"", "2147483648", "9223372036854775808",
        "\"*\"", "\"**.*\"", "\"\\uffff\"", "\"9999-12-31T23:59:60Z\"",
    ];

    private static readonly byte[][] Fragments = [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0x00], [0xe2, 0x82], [0xef, 0xbb, 0xbf], "\u2028"u8.ToArray()];

    public static byte[] Mutate(string json, Random random)
    {
        var body = Encoding.UTF8.GetBytes(json);
        for (var times = random.Next(3); times >= 0; times--)
        {
            body = random.Next(12) switch
            {
                0 => body[..random.Next(body.Length + 1)],
                1 or 2 or 3 => SwapValue(body, random),
                4 => Nest(random),
                5 => Insert(body, Pick(Fragments, random), random),
                6 => Duplicate(body, random),
                7 => Flip(body, random),
                8 => Insert(body, Encoding.UTF8.GetBytes(Pick(Values, random)), random),
                9 => Lengthen(random),
                10 => Pick<byte[]>([[], "null"u8.ToArray(), "[]"u8.ToArray(), "\"text\""u8.ToArray(), "1"u8.ToArray(), [0xef, 0xbb, 0xbf, .. body], [.. body, .. body], [.. " \r\n\t"u8, .. body]], random),
                _ => body,
            };
        }

        return body;
    }

    public static T Pick<T>(IReadOnlyList<T> choices, Random random) => choices[random.Next(choices.Count)];

    private static byte[] SwapValue(byte[] body, Random random)
    {
        var text = Encoding.Latin1.GetString(body);
        var values = Value().Matches(text);
        if (values.Count == 0)
        {
            return body;
        }

        var value = values[random.Next(values.Count)].Groups[1];
        return Encoding.Latin1.GetBytes(text[..value.Index] + Pick(Values, random) + text[(value.Index + value.Length)..]);
    }

    private static byte[] Nest(Random random)
    {
        var depth = Pick([10, 63, 64, 65, 1_000, 20_000], random);
        return random.Next(2) == 0
            ? Encoding.UTF8.GetBytes($"{{\"a\":{new string('[', depth)}{new string(']', depth)}}}")
            : Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', random.Next(depth + 1)));
    }

    private static byte[] Duplicate(byte[] body, Random random)
    {
        var text = Encoding.Latin1.GetString(body);
        var member = Member().Match(text);
        return member.Success
            ? Encoding.Latin1.GetBytes(text.Insert(member.Index, string.Concat(Enumerable.Repeat(member.Value + Pick(Values, random) + ",", 1 + random.Next(3)))))
            : body;
    }

    private static byte[] Lengthen(Random random) => random.Next(3) switch
    {
        0 => Encoding.UTF8.GetBytes($"{{\"event\":\"{new string('x', Pick([200, 5_000, 300_000], random))}\"}}"),
        1 => Encoding.UTF8.GetBytes($"{{\"n\":{new string('9', Pick([30, 400, 100_000], random))}}}"),
        _ => Encoding.UTF8.GetBytes("{" + string.Join(',', Enumerable.Range(0, 5_000).Select(static i => string.Create(CultureInfo.InvariantCulture, $"\"k{i}\":{i}"))) + "}"),
    };

    private static byte[] Insert(byte[] body, byte[] what, Random random)
    {
        var at = random.Next(body.Length + 1);
        return [.. body[..at], .. what, .. body[at..]];
    }

    private static byte[] Flip(byte[] body, Random random)
    {
        var flipped = body.ToArray();
        for (var times = random.Next(5); times >= 0 && flipped.Length > 0; times--)
        {
            flipped[random.Next(flipped.Length)] = (byte)random.Next(256);
        }

        return flipped;
    }

    [GeneratedRegex(@"[:\[,]\s*(?<1>""[^""]*""|-?\d[\d.eE+-]*|true|false|null)", RegexOptions.None, 1000)]
    private static partial Regex Value();

    [GeneratedRegex(@"""[^""]*"":", RegexOptions.None, 1000)]
    private static partial Regex Member();
}
