using System.Text.Json;
using Webhooks.Api.EventTypes.Schemas.Patterns;

namespace Webhooks.Api.EventTypes.Schemas;

/// <summary>One check of one value. It counts its steps, so that no schema and no event can hold a processor for long.</summary>
internal sealed partial class SchemaEvaluation
{
    private const int MaxErrors = 20;
    private const int MaxDepth = 256;

    private readonly List<SchemaError> _errors = [];
    private readonly List<Place> _path = [];
    private readonly SchemaBudget.Meter _meter;
    private int _depth;
    private int _trials;

    private SchemaEvaluation(SchemaBudget.Meter meter) => _meter = meter;

    /// <summary>What the value breaks, the first few; empty when it fits.</summary>
    /// <exception cref="BudgetSpentException">Those before it have cost too much.</exception>
    public static IReadOnlyList<SchemaError> Run(SchemaNode schema, JsonElement value, SchemaBudget budget)
    {
        var evaluation = new SchemaEvaluation(budget.Begin(LengthOf(value)));
        try
        {
            evaluation.Check(schema, value);
        }
        catch (TooCostlyException)
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

    private bool Check(SchemaNode node, JsonElement value)
    {
        Charge(StepsPerCheck);
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
                JsonValueKind.String => CheckText(node, value),
                JsonValueKind.Number => CheckNumber(node, value),
                _ => true,
            };
        _depth--;
        return fits;
    }

    private bool CheckAt(Place place, SchemaNode node, JsonElement value)
    {
        _path.Add(place);
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
        var fits = node.Types == JsonTypes.Any || (TypesOf(node, value) & node.Types) != JsonTypes.Any
            || Refuse($"must be {string.Join(" or ", node.Types.ToString().ToLowerInvariant().Split(", "))}");
        return fits & IsAmong(node.Enum, value, "is none of the values that it may be") & IsAmong(node.Const, value, "is not the value that it must be");
    }

    private bool IsAmong(IReadOnlySet<JsonElement>? allowed, JsonElement value, string otherwise)
    {
        if (allowed is null)
        {
            return true;
        }

        ChargeIdentity(value);
        return allowed.Contains(value) || Refuse(otherwise);
    }

    private bool CheckCombined(SchemaNode node, JsonElement value)
    {
        var fits = true;
        foreach (var part in node.AllOf)
        {
            fits &= Check(part, value);
        }

        fits &= node.AnyOf.Count == 0 || CountFitting(node.AnyOf, value, enough: 1) > 0 || Refuse("fits none of the schemas in anyOf");
        fits &= node.OneOf.Count == 0 || CountFitting(node.OneOf, value, enough: 2) == 1 || Refuse("must fit exactly one of the schemas in oneOf");
        fits &= node.Not is null || !Try(node.Not, value) || Refuse("fits the schema in not");
        if (node.If is { } condition && (Try(condition, value) ? node.Then : node.Else) is { } then)
        {
            fits &= Check(then, value);
        }

        return fits;
    }

    private int CountFitting(IReadOnlyList<SchemaNode> parts, JsonElement value, int enough)
    {
        var count = 0;
        for (var i = 0; i < parts.Count && count < enough; i++)
        {
            count += Try(parts[i], value) ? 1 : 0;
        }

        return count;
    }

    private JsonTypes TypesOf(SchemaNode node, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => JsonTypes.Null,
        JsonValueKind.True or JsonValueKind.False => JsonTypes.Boolean,
        JsonValueKind.Object => JsonTypes.Object,
        JsonValueKind.Array => JsonTypes.Array,
        JsonValueKind.String => JsonTypes.String,
        _ when (node.Types & JsonTypes.Integer) == JsonTypes.Any => JsonTypes.Number,
        _ => NumberOf(value).IsInteger ? JsonTypes.Number | JsonTypes.Integer : JsonTypes.Number,
    };

    private bool IsMatch(Pattern pattern, string text) => pattern.IsMatch(text, _meter);
}
