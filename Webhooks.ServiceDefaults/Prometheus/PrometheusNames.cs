using System.Text;

namespace Webhooks.ServiceDefaults.Prometheus;

/// <summary>OpenTelemetry's rules for names in Prometheus, https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/.</summary>
internal static class PrometheusNames
{
    public static string Metric(string instrument, string? unit, MetricKind kind)
    {
        var name = Sanitize(instrument, allowColon: true);
        if (Unit(unit, kind) is { Length: > 0 } suffix && !name.EndsWith("_" + suffix, StringComparison.Ordinal))
        {
            name += "_" + suffix;
        }

        return kind == MetricKind.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    public static string Label(string tag) => Sanitize(tag, allowColon: false);

    private static string Sanitize(string name, bool allowColon)
    {
        var text = new StringBuilder(name.Length + 1);
        foreach (var c in name)
        {
            var valid = char.IsAsciiLetterOrDigit(c) || (allowColon && c == ':');
            if (valid)
            {
                text.Append(c);
            }
            else if (text.Length == 0 || text[^1] != '_')
            {
                text.Append('_');
            }
        }

        return text.Length == 0 || char.IsAsciiDigit(text[0]) ? "_" + text : text.ToString();
    }

    private static string? Unit(string? unit, MetricKind kind)
    {
        if (string.IsNullOrEmpty(unit) || unit[0] == '{')
        {
            return null;
        }

        var slash = unit.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return unit is "1" ? (kind == MetricKind.Gauge ? "ratio" : null) : Sanitize(Word(unit), allowColon: false);
        }

        var per = $"per_{Sanitize(Singular(Word(unit[(slash + 1)..])), allowColon: false)}";
        return slash == 0 || unit[0] == '1' ? per : $"{Sanitize(Word(unit[..slash]), allowColon: false)}_{per}";
    }

    private static string Word(string unit) => unit switch
    {
        "d" => "days",
        "h" => "hours",
        "min" => "minutes",
        "s" => "seconds",
        "ms" => "milliseconds",
        "us" => "microseconds",
        "ns" => "nanoseconds",
        "By" => "bytes",
        "KiBy" => "kibibytes",
        "MiBy" => "mebibytes",
        "GiBy" => "gibibytes",
        "%" => "percent",
        "Hz" => "hertz",
        "Cel" => "celsius",
        _ => unit,
    };

    private static string Singular(string word) => word.EndsWith('s') ? word[..^1] : word;
}
