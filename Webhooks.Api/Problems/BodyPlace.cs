using System.Text.Encodings.Web;
using System.Text.Json.Serialization.Metadata;

namespace Webhooks.Api.Problems;

/// <summary>Where in a body something is, as the serializer tells it: <c>$.filter.status</c>, <c>$.events[1]</c>, <c>$.headers['a.b']</c>.</summary>
internal sealed class BodyPlace
{
    private readonly List<(string Name, bool IsIndex)> _steps = [];

    public BodyPlace(string? path)
    {
        for (var left = path.AsSpan(Math.Min(1, path?.Length ?? 0)); !left.IsEmpty;)
        {
            _steps.Add(Next(ref left));
        }

        Shown = Show(_steps);
    }

    /// <summary>The whole body.</summary>
    public bool IsTop => _steps.Count == 0;

    /// <summary>A member of the body itself.</summary>
    public bool IsMember => _steps.Count == 1;

    /// <summary>As a caller would write it: <c>filter.status</c>, <c>events[1]</c>, and in JSON's own quotes what is no plain name, <c>headers["a.b"]</c>.</summary>
    public string Shown { get; }

    /// <summary>The same without its last name.</summary>
    public string Holder => Show(_steps.SkipLast(1));

    /// <summary>What is there by the form of the body; null when there is no such place.</summary>
    public JsonTypeInfo? In(JsonTypeInfo form) => Follow(form, _steps.Count);

    /// <summary>What holds it.</summary>
    public JsonTypeInfo? HolderIn(JsonTypeInfo form) => Follow(form, _steps.Count - 1);

    private JsonTypeInfo? Follow(JsonTypeInfo form, int steps)
    {
        JsonTypeInfo? found = form;
        for (var i = 0; i < steps && found is not null; i++)
        {
            var type = found.Kind == JsonTypeInfoKind.Object
                ? found.Properties.FirstOrDefault(property => property.Name == _steps[i].Name)?.PropertyType
                : found.ElementType;
            found = type is null ? null : form.Options.GetTypeInfo(type);
        }

        return found;
    }

    private static string Show(IEnumerable<(string Name, bool IsIndex)> steps) => string.Concat(steps.Select(static (step, place) =>
        step.IsIndex ? $"[{step.Name}]"
        : !IsPlain(step.Name) ? $"[\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(step.Name)}\"]"
        : place == 0 ? step.Name
        : $".{step.Name}"));

    private static bool IsPlain(string name) => name.All(static letter => char.IsLetterOrDigit(letter) || letter is '_' or '-' or '$');

    // A name in brackets may hold any character; its quote and bracket end it where the next place begins.
    private static (string Name, bool IsIndex) Next(ref ReadOnlySpan<char> left)
    {
        var isQuoted = left.StartsWith("['");
        var isIndex = !isQuoted && left[0] == '[';
        var begin = isQuoted ? 2 : 1;
        var end = isQuoted ? left.IndexOf("']") : isIndex ? left.IndexOf(']') : left[1..].IndexOfAny('.', '[') + 1;
        end = end < begin ? left.Length : end;
        var name = left[begin..end].ToString();
        left = left[Math.Min(left.Length, end + (isQuoted ? 2 : isIndex ? 1 : 0))..];
        return (name, isIndex);
    }
}
