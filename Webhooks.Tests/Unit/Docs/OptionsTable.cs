using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace Webhooks.Tests.Unit.Docs;

/// <summary>
/// Renders a section from its type: the default is what a new instance has, and the range is what the property's summary says after
/// it, as in <c>Default 5 s, 1 s to 10 minutes.</c>
/// </summary>
internal static partial class OptionsTable
{
    public static string Render(OptionsSection section)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"### {section.Key.Replace("<", "\\<", StringComparison.Ordinal)}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Read by {section.Services}. {Escape(WithoutKey(XmlDocs.Summary(section.Type)))}\n\n");
        text.Append("| Option | Default | Range | Meaning |\n|---|---|---|---|\n");
        foreach (var property in section.Type.GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(property => property.MetadataToken))
        {
            text.Append(Row(section.Type, property));
        }

        return text.ToString();
    }

    private static string Row(Type type, PropertyInfo property)
    {
        var summary = XmlDocs.Summary(property);
        var limits = Limits().Match(summary);
        var meaning = limits.Success ? summary.Remove(limits.Index, limits.Length).Trim() : summary;
        var value = Format(property.GetValue(Create(type)));
        var isGenerated = value != Format(property.GetValue(Create(type)));
        var shown = isGenerated ? "made at start" : value.Length > 0 ? value : limits.Groups["default"].Value;
        return $"| `{property.Name}` | {Escape(shown)} | {Escape(limits.Groups["range"].Value)} | {Escape(meaning)} |\n";
    }

    private static object Create(Type type) => Activator.CreateInstance(type, nonPublic: true)!;

    private static string Format(object? value) => value switch
    {
        null or "" => "",
        string text => $"`{text}`",
        bool flag => flag ? "`true`" : "`false`",
        TimeSpan time => $"`{time:c}`",
        IFormattable number => $"`{number.ToString(null, CultureInfo.InvariantCulture)}`",
        IEnumerable items when items.Cast<object>().Select(Format).ToArray() is { Length: > 0 } all => string.Join(", ", all),
        _ => "",
    };

    private static string WithoutKey(string summary) => Key().Replace(summary, "").Trim();

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<=^|\. )Default (?<default>.+?)(, (?<range>.+?))?\.(?= |$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Limits();

    [GeneratedRegex(@" ?Section `\w+`\.", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Key();
}
