using System.Text.Json.Serialization.Metadata;

namespace Webhooks.Api.Problems;

/// <summary>Where in a body something is, as the serializer tells it: <c>$.filter.status</c>, <c>$.events[1]</c>, <c>$.headers['a.b']</c>.</summary>
internal sealed class BodyPlace
{
    private readonly List<string> _names = [];

    public BodyPlace(string? path)
    {
        Shown = path is ['$', .. var rest] ? rest.TrimStart('.') : "";
        for (var left = path.AsSpan(Math.Min(1, path?.Length ?? 0)); !left.IsEmpty;)
        {
            _names.Add(Next(ref left));
        }
    }

    /// <summary>The whole body.</summary>
    public bool IsTop => _names.Count == 0;

    /// <summary>A member of the body itself.</summary>
    public bool IsMember => _names.Count == 1;

    /// <summary>As a caller would write it, without the sign of the body.</summary>
    public string Shown { get; }

    /// <summary>The same without its last name.</summary>
    public string Holder => _names.Count < 2 ? "" : Shown[..^LastLength()].TrimEnd('.');

    /// <summary>What is there by the form of the body; null when there is no such place.</summary>
    public JsonTypeInfo? In(JsonTypeInfo form) => Follow(form, _names.Count);

    /// <summary>What holds it.</summary>
    public JsonTypeInfo? HolderIn(JsonTypeInfo form) => Follow(form, _names.Count - 1);

    private JsonTypeInfo? Follow(JsonTypeInfo form, int names)
    {
        JsonTypeInfo? found = form;
        for (var i = 0; i < names && found is not null; i++)
        {
            var type = found.Kind == JsonTypeInfoKind.Object
                ? found.Properties.FirstOrDefault(property => property.Name == _names[i])?.PropertyType
                : found.ElementType;
            found = type is null ? null : form.Options.GetTypeInfo(type);
        }

        return found;
    }

    private int LastLength() => Shown.EndsWith(']') ? Shown.Length - Shown.LastIndexOf('[') : _names[^1].Length;

    // A name in brackets may hold any character; its quote and bracket end it where the next place begins.
    private static string Next(ref ReadOnlySpan<char> left)
    {
        var isQuoted = left.StartsWith("['");
        var begin = isQuoted ? 2 : 1;
        var end = isQuoted ? left.IndexOf("']") : left[0] == '[' ? left.IndexOf(']') : left[1..].IndexOfAny('.', '[') + 1;
        end = end < begin ? left.Length : end;
        var name = left[begin..end].ToString();
        left = left[Math.Min(left.Length, end + (isQuoted ? 2 : left[0] == '[' ? 1 : 0))..];
        return name;
    }
}
