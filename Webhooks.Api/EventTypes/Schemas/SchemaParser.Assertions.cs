using System.Text.Json;
using Webhooks.Api.EventTypes.Schemas.Patterns;

namespace Webhooks.Api.EventTypes.Schemas;

internal sealed partial class SchemaParser
{
    private const int MaxPattern = 1_000;
    private const int MaxProgram = 5_000;

    private int _program;

    private bool ReadAssertion(SchemaNode node, string keyword, JsonElement value, string path) =>
        ReadScalar(node, keyword, value, path) || ReadComposite(node, keyword, value, path);

    private bool ReadScalar(SchemaNode node, string keyword, JsonElement value, string path)
    {
        switch (keyword)
        {
            case "type": node.Types = Types(value, path); break;
            case "enum": node.Enum = Set(Values(value, path)); break;
            case "const": node.Const = Set([value]); break;
            case "minimum": node.Minimum = Number(value, path); break;
            case "maximum": node.Maximum = Number(value, path); break;
            case "exclusiveMinimum": node.ExclusiveMinimum = Number(value, path); break;
            case "exclusiveMaximum": node.ExclusiveMaximum = Number(value, path); break;
            case "multipleOf": node.MultipleOf = Divisor(value, path); break;
            case "minLength": node.MinLength = Count(value, path); break;
            case "maxLength": node.MaxLength = Count(value, path); break;
            case "pattern": node.Pattern = Pattern(Text(value, path), path); break;
            default: return false;
        }

        return true;
    }

    private static bool ReadComposite(SchemaNode node, string keyword, JsonElement value, string path)
    {
        switch (keyword)
        {
            case "minItems": node.MinItems = Count(value, path); break;
            case "maxItems": node.MaxItems = Count(value, path); break;
            case "uniqueItems": node.UniqueItems = Flag(value, path); break;
            case "minContains": node.MinContains = Count(value, path); break;
            case "maxContains": node.MaxContains = Count(value, path); break;
            case "minProperties": node.MinProperties = Count(value, path); break;
            case "maxProperties": node.MaxProperties = Count(value, path); break;
            case "required": node.Required = Texts(value, path); break;
            case "dependentRequired":
                Require(value.ValueKind == JsonValueKind.Object, path, "an object of arrays of texts");
                node.DependentRequired = value.EnumerateObject()
                    .ToDictionary(item => item.Name, item => Texts(item.Value, $"{path}/{Escape(item.Name)}"), StringComparer.Ordinal);
                break;
            default: return false;
        }

        return true;
    }

    private static JsonTypes Types(JsonElement value, string path) => value.ValueKind == JsonValueKind.Array
        ? Texts(value, path).Aggregate(JsonTypes.Any, (all, name) => all | Type(name, path))
        : Type(Text(value, path), path);

    private static JsonTypes Type(string name, string path) => name switch
    {
        "null" => JsonTypes.Null,
        "boolean" => JsonTypes.Boolean,
        "object" => JsonTypes.Object,
        "array" => JsonTypes.Array,
        "number" => JsonTypes.Number,
        "string" => JsonTypes.String,
        "integer" => JsonTypes.Integer,
        _ => throw new SchemaException($"There must be null, boolean, object, array, number, string or integer at {path}, not '{name}'."),
    };

    // A pattern comes from a tenant and runs on every event: all of a schema's together have a size.
    private Pattern Pattern(string pattern, string path)
    {
        Require(pattern.Length <= MaxPattern, path, $"a pattern of up to {MaxPattern} characters");
        try
        {
            var parsed = Patterns.Pattern.Parse(pattern, MaxProgram);
            _program += parsed.Size;
            Require(_program <= MaxProgram, path, "no pattern more: together they repeat so much that they are too costly to check");
            return parsed;
        }
        catch (SchemaException error)
        {
            throw error.Message.EndsWith('.') ? error : new SchemaException($"The pattern at {path} {error.Message}.", error);
        }
    }

    private static HashSet<JsonElement> Set(IReadOnlyList<JsonElement> values) => new(values, JsonIdentityComparer.Instance);

    private static IReadOnlyList<JsonElement> Values(JsonElement value, string path)
    {
        Require(value.ValueKind == JsonValueKind.Array, path, "an array");
        return [.. value.EnumerateArray()];
    }

    private static IReadOnlyList<string> Texts(JsonElement value, string path) => [.. Values(value, path).Select(item => Text(item, path))];

    private static string Text(JsonElement value, string path)
    {
        Require(value.ValueKind == JsonValueKind.String, path, "a text");
        return value.GetString()!;
    }

    private static bool Flag(JsonElement value, string path)
    {
        Require(value.ValueKind is JsonValueKind.True or JsonValueKind.False, path, "true or false");
        return value.GetBoolean();
    }

    private static Bound Number(JsonElement value, string path)
    {
        Require(value.ValueKind == JsonValueKind.Number, path, "a number");
        return new Bound(JsonNumber.Of(value), value.ToString());
    }

    private static int Count(JsonElement value, string path)
    {
        var count = 0;
        Require(value.ValueKind == JsonValueKind.Number && JsonNumber.Of(value).TryGetCount(out count), path, "a whole number from 0 to 2147483647");
        return count;
    }

    private static Bound Divisor(JsonElement value, string path)
    {
        var divisor = Number(value, path);
        Require(divisor.Value.IsPositive && divisor.Value.TryGetDivisor(out _), path, "a number above 0 of up to 18 digits");
        return divisor;
    }
}
