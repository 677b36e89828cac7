using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Webhooks.Api.Json;

namespace Webhooks.Api.Problems;

/// <summary>Says in a sentence why a body was refused: the member, the rule and what it may be instead.</summary>
internal static class BodyFault
{
    public static string Explain(JsonException fault, JsonTypeInfo form)
    {
        // The reader's own exception is within the serializer's.
        if (fault.InnerException is JsonException)
        {
            return $"The body is not valid JSON in line {fault.LineNumber + 1}, at byte {fault.BytePositionInLine + 1} of it.";
        }

        if (Member(fault.Path) is not { Length: > 0 } member)
        {
            return $"The body is not a JSON object of the form that this route takes. {Members(form)}";
        }

        return (fault, Find(member, form)) switch
        {
            (RefusedTextException refused, _) => $"'{Place(fault.Path!)}' {refused.Reason}.",
            (_, null) => $"'{member}' is no member of this body. {Members(form)}",
            _ when fault.Message.StartsWith("The JSON property", StringComparison.Ordinal) => $"'{Place(fault.Path!)}' is no member of this body.",
            var (_, property) when fault.Message.StartsWith("Duplicate", StringComparison.Ordinal) => $"'{property.Name}' is given twice. Give it once.",
            var (_, property) => $"'{Place(fault.Path!)}' is of another type: '{property.Name}' must be {Kind(property.PropertyType)}.",
        };
    }

    /// <summary>A sentence that lists what the body may hold.</summary>
    public static string Members(JsonTypeInfo form) => form.Properties.Count == 0
        ? "This route takes no body, or {}."
        : $"It may have {string.Join(", ", form.Properties.Where(static property => property.Get is not null).Select(static property => property.Name))}.";

    private static JsonPropertyInfo? Find(string member, JsonTypeInfo form) =>
        form.Properties.FirstOrDefault(property => property.Name == member);

    // $.events[2] is events[2], and $['a.b'] is ['a.b'].
    private static string Place(string path) => path[1..].TrimStart('.');

    private static string? Member(string? path) => path switch
    {
        ['$', '.', .. var rest] => rest.IndexOfAny(['.', '[']) is >= 0 and var end ? rest[..end] : rest,
        ['$', '[', '\'', .. var rest] => rest[..Math.Max(0, rest.LastIndexOf('\''))],
        _ => null,
    };

    private static string Kind(Type type)
    {
        var of = Nullable.GetUnderlyingType(type) ?? type;
        return of == typeof(string) ? "a text"
            : of == typeof(int) ? "a whole number"
            : of == typeof(double) ? "a number"
            : of == typeof(bool) ? "true or false"
            : of == typeof(RawJson) ? "JSON"
            : of.IsAssignableTo(typeof(IEnumerable<string>)) ? "a list of texts"
            : of.IsAssignableTo(typeof(IEnumerable<KeyValuePair<string, string>>)) ? "an object of texts"
            : "an object";
    }
}
