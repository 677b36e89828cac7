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

        var place = new BodyPlace(fault.Path);
        if (place.IsTop)
        {
            return $"The body is not a JSON object of the form that this route takes. {Members(form)}";
        }

        return (fault, place.In(form)) switch
        {
            (RefusedTextException refused, _) => $"'{place.Shown}' {refused.Reason}.",
            (_, null) when place.IsMember || place.HolderIn(form) is null => $"'{place.Shown}' is no member of this body. {Members(form)}",
            (_, null) => $"'{place.Shown}' is no member of '{place.Holder}'. {Members(place.HolderIn(form)!)}",
            _ when fault.Message.StartsWith("Duplicate", StringComparison.Ordinal) => $"'{place.Shown}' is given twice. Give it once.",
            (_, { } wanted) => $"'{place.Shown}' is of another type: '{place.Shown}' must be {Kind(wanted.Type)}.",
        };
    }

    /// <summary>A sentence that lists what the body may hold.</summary>
    public static string Members(JsonTypeInfo form) => form.Properties.Count == 0
        ? "This route takes no body, or {}."
        : $"It may have {string.Join(", ", form.Properties.Where(static property => property.Get is not null).Select(static property => property.Name))}.";

    private static string Kind(Type type)
    {
        var of = Nullable.GetUnderlyingType(type) ?? type;
        return of == typeof(string) ? "a text"
            : of == typeof(int) ? $"a whole number, written in digits (5, and not 5.0 or 5e0), of {int.MaxValue} at most"
            : of == typeof(double) ? "a number"
            : of == typeof(bool) ? "true or false"
            : of == typeof(RawJson) ? "JSON"
            : of.IsAssignableTo(typeof(IEnumerable<string>)) ? "a list of texts"
            : of.IsAssignableTo(typeof(IEnumerable<KeyValuePair<string, string>>)) ? "an object of texts"
            : "an object";
    }
}
