using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Webhooks.Api.EventTypes.Schemas;

/// <summary>One check of one value. It counts its steps, so that no schema and no event can hold a processor for long.</summary>
internal sealed partial class SchemaEvaluation
{
    private const int MaxErrors = 20;
    private const int MaxSteps = 200_000;
    private const int MaxDepth = 256;
    private const int MaxText = 300;

    // The steps are the limit; the clock, which a busy machine turns too, is for patterns that defeat the count.
    private static readonly TimeSpan MaxMatching = TimeSpan.FromSeconds(2);

    private readonly List<SchemaError> _errors = [];
    private readonly List<string> _path = [];
    private readonly Stopwatch _matching = new();
    private long _steps;
    private int _depth;
    private int _trials;

    /// <summary>What the value breaks, the first few; empty when it fits.</summary>
    public static IReadOnlyList<SchemaError> Run(SchemaNode schema, JsonElement value)
    {
        var evaluation = new SchemaEvaluation();
        try
        {
            evaluation.Check(schema, value);
        }
        catch (Exception error) when (error is TooCostlyException or RegexMatchTimeoutException)
        {
            return [new SchemaError("", "takes too long to check against its schema")];
        }
        catch (InvalidOperationException)
        {
            // JsonElement refuses to make a text of half a surrogate pair.
            return [new SchemaError(Cut(evaluation.Path), "holds an escape that stands for no character")];
        }

        return evaluation._errors;
    }

    private string Path => string.Concat(_path.Select(static segment => "/" + segment));

    private bool Check(SchemaNode node, JsonElement value)
    {
        Charge(1);
        if (++_depth > MaxDepth)
        {
            throw new TooCostlyException();
        }

        var fits = (node.Accepts || Refuse("is not allowed"))
            & (node.Reference is not { } reference || Check(reference, value))
            & CheckAny(node, value)
            & CheckCombined(node, value)
            & value.ValueKind switch
            {
                JsonValueKind.Object => CheckObject(node, value),
                JsonValueKind.Array => CheckArray(node, value),
                JsonValueKind.String => CheckText(node, value.GetString()!),
                JsonValueKind.Number => CheckNumber(node, value),
                _ => true,
            };
        _depth--;
        return fits;
    }

    private bool CheckAt(string segment, SchemaNode node, JsonElement value)
    {
        _path.Add(segment.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
        var fits = Check(node, value);
        _path.RemoveAt(_path.Count - 1);
        return fits;
    }

    /// <summary>Whether it fits, without a word about why not.</summary>
    private bool Try(SchemaNode node, JsonElement value)
    {
        _trials++;
        var fits = Check(node, value);
        _trials--;
        return fits;
    }

    private bool CheckAny(SchemaNode node, JsonElement value)
    {
        var fits = node.Types == JsonTypes.Any || (TypesOf(value) & node.Types) != JsonTypes.Any
            || Refuse($"must be {string.Join(" or ", node.Types.ToString().ToLowerInvariant().Split(", "))}");
        if (node.Enum is { } allowed)
        {
            Charge(allowed.Count);
            fits &= allowed.Any(one => JsonElement.DeepEquals(one, value))
                || Refuse(allowed.Count == 1 ? "is not the value that it must be" : "is none of the values that it may be");
        }

        return fits;
    }

    private bool CheckCombined(SchemaNode node, JsonElement value)
    {
        var fits = true;
        foreach (var part in node.AllOf)
        {
            fits &= Check(part, value);
        }

        fits &= node.AnyOf.Count == 0 || node.AnyOf.Any(part => Try(part, value)) || Refuse("fits none of the schemas in anyOf");
        fits &= node.OneOf.Count == 0 || node.OneOf.Count(part => Try(part, value)) == 1 || Refuse("must fit exactly one of the schemas in oneOf");
        fits &= node.Not is null || !Try(node.Not, value) || Refuse("fits the schema in not");
        if (node.If is { } condition && (Try(condition, value) ? node.Then : node.Else) is { } then)
        {
            fits &= Check(then, value);
        }

        return fits;
    }

    private static JsonTypes TypesOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => JsonTypes.Null,
        JsonValueKind.True or JsonValueKind.False => JsonTypes.Boolean,
        JsonValueKind.Object => JsonTypes.Object,
        JsonValueKind.Array => JsonTypes.Array,
        JsonValueKind.String => JsonTypes.String,
        _ => value.GetDouble() is var number && Math.Floor(number).Equals(number) ? JsonTypes.Number | JsonTypes.Integer : JsonTypes.Number,
    };

    private bool Refuse(string message)
    {
        if (_trials == 0 && _errors.Count < MaxErrors)
        {
            _errors.Add(new SchemaError(Cut(Path), Cut(message)));
        }

        return false;
    }

    private bool IsMatch(Regex pattern, string text)
    {
        Charge(1 + (text.Length / BytesPerStep));
        _matching.Start();
        var matches = pattern.IsMatch(text);
        _matching.Stop();
        return _matching.Elapsed < MaxMatching ? matches : throw new TooCostlyException();
    }

    // Names come from the payload, which may be one long name.
    private static string Cut(string text) => text.Length <= MaxText ? text : text[..MaxText] + "…";

    private void Charge(long steps)
    {
        if ((_steps += steps) > MaxSteps)
        {
            throw new TooCostlyException();
        }
    }

    private sealed class TooCostlyException : Exception;
}
