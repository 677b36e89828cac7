using System.Text.Json;

namespace Webhooks.Tests.Integration.Door;

/// <summary>Bodies with one mistake each, made from the schemas of the OpenAPI document, and the sentence that each is refused with.</summary>
internal sealed class BodyMembers(JsonElement schemas)
{
    // JSON of any kind: what is in it is no member.
    private const string AnyJson = "RawJson";

    private static readonly (string Kind, string Json)[] Values =
        [("string", "\"x\""), ("integer", "5"), ("number", "1.5"), ("boolean", "true"), ("array", "[]"), ("object", "{}")];

    public IEnumerable<(string Body, string Expected)> Mistakes(JsonElement schema) =>
        NameOf(schema) is null ? [] : Within(schema, "", static inner => inner);

    private IEnumerable<(string Body, string Expected)> Of(JsonElement schema, string path, Func<string, string> around)
    {
        if (NameOf(schema) == AnyJson)
        {
            return [];
        }

        var types = Types(schema);
        return Values.Where(value => !types.Contains(value.Kind) && !(value.Kind == "integer" && types.Contains("number")))
            .Select(value => (around(value.Json), $"'{path}' is of another type: '{path}' must be "))
            .Concat(Within(schema, path, around));
    }

    private IEnumerable<(string Body, string Expected)> Within(JsonElement schema, string path, Func<string, string> around)
    {
        var form = Resolve(schema);
        if (form.TryGetProperty("properties", out var properties))
        {
            yield return (around("""{"surprise":1}"""), path.Length == 0 ? "'surprise' is no member of this body. It may have " : $"'{path}.surprise' is no member of '{path}'. It may have ");
            foreach (var property in properties.EnumerateObject())
            {
                var inner = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
                yield return (around($$"""{"{{property.Name}}":null,"{{property.Name}}":null}"""), $"'{inner}' is given twice. Give it once.");
                foreach (var mistake in Of(property.Value, inner, value => around($$"""{"{{property.Name}}":{{value}}}""")))
                {
                    yield return mistake;
                }
            }
        }
        else if (form.TryGetProperty("items", out var items))
        {
            foreach (var mistake in Of(items, $"{path}[1]", value => around($"""["a",{value}]""")))
            {
                yield return mistake;
            }
        }
        else if (form.TryGetProperty("additionalProperties", out var values) && values.ValueKind == JsonValueKind.Object)
        {
            yield return (around("""{"X-A":"1","X-A":"2"}"""), $"'{path}.X-A' is given twice. Give it once.");
            foreach (var mistake in Of(values, $"{path}.X-A", value => around($$"""{"X-A":{{value}}}""")))
            {
                yield return mistake;
            }
        }
    }

    private JsonElement Resolve(JsonElement schema) => NameOf(schema) is { } name ? schemas.GetProperty(name) : schema;

    // Of one that may be null, too.
    private static string? NameOf(JsonElement schema) =>
        schema.TryGetProperty("$ref", out var reference) ? reference.GetString()!.Split('/')[^1]
        : schema.TryGetProperty("oneOf", out var choices) ? choices.EnumerateArray().Select(NameOf).FirstOrDefault(static name => name is not null)
        : null;

    private IReadOnlyList<string> Types(JsonElement schema)
    {
        var type = Resolve(schema).GetProperty("type");
        return type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(static one => one.GetString()!)] : [type.GetString()!];
    }
}
