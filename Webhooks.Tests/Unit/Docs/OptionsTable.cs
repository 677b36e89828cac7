using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Webhooks.Core.Validation;

namespace Webhooks.Tests.Unit.Docs;

/// <summary>
/// Renders a section from its type: the default is what a new instance has, and the range is the property's annotation, or what its
/// summary says after the default, as in <c>Default 0.25, from 0 and below 1.</c>
/// </summary>
internal static partial class OptionsTable
{
    private const string RuleStart = "The field {0} must be ";

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
        return $"| `{property.Name}` | {Escape(shown)} | {Escape(Annotated(property) ?? limits.Groups["range"].Value)} | {Escape(meaning)} |\n";
    }

    private static string? Annotated(PropertyInfo property) => property.GetCustomAttributes<ValidationAttribute>()
        .Select(static rule => rule switch
        {
            DurationAttribute duration => $"{Words(duration.Minimum)} to {Words(duration.Maximum)}",
            RangeAttribute { MinimumIsExclusive: true } range => $"above {Number(range.Minimum)} up to {Number(range.Maximum)}",
            RangeAttribute range => $"{Number(range.Minimum)} to {Number(range.Maximum)}",
            { ErrorMessage: { } message } when message.StartsWith(RuleStart, StringComparison.Ordinal) => message[RuleStart.Length..].TrimEnd('.'),
            _ => null,
        })
        .FirstOrDefault(static text => text is not null);

    private static string Number(object value) => Convert.ToDecimal(value, CultureInfo.InvariantCulture).ToString("#,0.###", CultureInfo.InvariantCulture);

    private static string Words(string duration) => TimeSpan.Parse(duration, CultureInfo.InvariantCulture) switch
    {
        { Ticks: 0 } => "0",
        { TotalSeconds: < 1 } time => $"{time.TotalMilliseconds} ms",
        { TotalMinutes: < 1 } time => $"{time.TotalSeconds} s",
        { TotalHours: < 1 } time => Count(time.TotalMinutes, "minute"),
        { TotalDays: < 1 } time => Count(time.TotalHours, "hour"),
        var time => Count(time.TotalDays, "day"),
    };

    private static string Count(double count, string unit) => count == 1 ? $"1 {unit}" : string.Create(CultureInfo.InvariantCulture, $"{count} {unit}s");

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
