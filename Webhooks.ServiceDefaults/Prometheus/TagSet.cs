using System.Text;

namespace Webhooks.ServiceDefaults.Prometheus;

using Tag = KeyValuePair<string, object?>;

/// <summary>Compares tags as they come from an instrument, and renders them once per tag set.</summary>
internal static class TagSet
{
    public static int Hash(ReadOnlySpan<Tag> tags)
    {
        var hash = tags.Length;
        foreach (ref readonly var tag in tags)
        {
            hash = (hash * 31) + tag.Key.Length;
            hash = (hash * 31) + (tag.Value?.GetHashCode() ?? 0);
        }

        return hash;
    }

    public static bool AreEqual(ReadOnlySpan<Tag> left, ReadOnlySpan<Tag> right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (var i = 0; i < left.Length; i++)
        {
            if (!string.Equals(left[i].Key, right[i].Key, StringComparison.Ordinal) || !Equals(left[i].Value, right[i].Value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>In the order of the label names, so that the same tags in another order are the same series.</summary>
    public static string Render(ReadOnlySpan<Tag> tags)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (ref readonly var tag in tags)
        {
            var label = PrometheusNames.Label(tag.Key);
            var value = Text(tag.Value);
            labels[label] = labels.TryGetValue(label, out var other) ? $"{other};{value}" : value;
        }

        var text = new StringBuilder();
        foreach (var (label, value) in labels)
        {
            text.Append(text.Length == 0 ? "" : ",").Append(label).Append("=\"");
            text.Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal));
            text.Append('"');
        }

        return text.ToString();
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        IFormattable formattable => formattable.ToString(format: null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
