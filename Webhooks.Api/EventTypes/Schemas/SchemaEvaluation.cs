using System.Runtime.InteropServices;
using System.Text.Json;
using Webhooks.Api.EventTypes.Schemas.Patterns;

namespace Webhooks.Api.EventTypes.Schemas;

/// <summary>One check of one value. It counts its steps, so that no schema and no event can hold a processor for long.</summary>
internal sealed partial class SchemaEvaluation
{
    private const int MaxErrors = 20;
    private const int MaxDepth = 256;
    private const int MaxText = 300;

    private readonly List<SchemaError> _errors = [];
    private readonly List<string> _path = [];
    private readonly SchemaBudget.Meter _meter;
    private int _depth;
    private int _trials;

    private SchemaEvaluation(SchemaBudget.Meter meter) => _meter = meter;

    /// <summary>What the value breaks, the first few; empty when it fits.</summary>
    public static IReadOnlyList<SchemaError> Run(SchemaNode schema, JsonElement value, SchemaBudget budget)
    {
        var evaluation = new SchemaEvaluation(budget.Begin());
        try
        {
            evaluation.Check(schema, value);
        }
        catch (TooCostlyException)
        {
            return [new SchemaError("", budget.HasLeft
                ? "takes too long to check against its schema"
                : "was not checked: the events before it in this request took all the time that checks may take. Send fewer at once")];
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
        return fits & IsAmong(node.Enum, value, "is none of the values that it may be") & IsAmong(node.Const, value, "is not the value that it must be");
    }

    private bool IsAmong(IReadOnlySet<JsonElement>? allowed, JsonElement value, string otherwise)
    {
        if (allowed is null)
        {
            return true;
        }

        Charge(value);
        return allowed.Contains(value) || Refuse(otherwise);
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
        _ => JsonNumber.Of(value).IsInteger ? JsonTypes.Number | JsonTypes.Integer : JsonTypes.Number,
    };

    private bool Refuse(string message)
    {
        if (_trials == 0 && _errors.Count < MaxErrors)
        {
            _errors.Add(new SchemaError(Cut(Path), Cut(message)));
        }

        return false;
    }

    private bool IsMatch(Pattern pattern, string text) => pattern.IsMatch(text, _meter);

    // Names come from the payload, which may be one long name.
    private static string Cut(string text) => text.Length <= MaxText ? text : text[..MaxText] + "…";

    private void Charge(long steps) => _meter.Charge(steps);

    // What takes time by the length of a value.
    private void Charge(JsonElement value) => _meter.Charge(1 + (JsonMarshal.GetRawUtf8Value(value).Length / BytesPerStep));
}
