using System.Text.Json;
using System.Text.RegularExpressions;

namespace Webhooks.Api.EventTypes.Schemas;

internal sealed partial class SchemaParser
{
    private const int MaxPattern = 1_000;
    private const int MaxPatterns = 100;

    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    private int _patterns;

    private bool ReadAssertion(SchemaNode node, string keyword, JsonElement value, string path) =>
        ReadScalar(node, keyword, value, path) || ReadComposite(node, keyword, value, path);

    private bool ReadScalar(SchemaNode node, string keyword, JsonElement value, string path)
    {
        switch (keyword)
        {
            case "type": node.Types = Types(value, path); break;
            case "enum": node.Enum = Values(value, path); break;
            case "const": node.Enum = [value]; break;
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

    // A pattern comes from a tenant and runs on every event: without backtracking its time grows with the text only.
    private Regex Pattern(string pattern, string path)
    {
        Require(++_patterns <= MaxPatterns, path, $"no more than {MaxPatterns} patterns, of which this is one too many");
        Require(pattern.Length <= MaxPattern, path, $"a pattern of up to {MaxPattern} characters");
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchTimeout);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new SchemaException($"There must be a regular expression without look-around and back-references at {path}. {error.Message}", error);
        }
    }

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

    private static JsonElement Number(JsonElement value, string path)
    {
        Require(value.ValueKind == JsonValueKind.Number, path, "a number");
        return value;
    }

    private static int Count(JsonElement value, string path)
    {
        var count = 0;
        Require(value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out count) && count >= 0, path, "a number from 0");
        return count;
    }

    private static decimal Divisor(JsonElement value, string path)
    {
        var divisor = 0m;
        Require(value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out divisor) && divisor > 0, path, "a number above 0");
        return divisor;
    }
}
