using System.Text.Json;

namespace Webhooks.Api.EventTypes.Schemas;

/// <summary>
/// Reads JSON Schema, draft 2020-12, within one document: a <c>$ref</c> is a JSON pointer into it. A keyword that could
/// make an event invalid and is not known here is refused, so that no schema checks less than its author believes.
/// </summary>
internal sealed partial class SchemaParser
{
    private const int MaxReferenceDepth = 64;
    private const string Draft = "https://json-schema.org/draft/2020-12/schema";

    // They say something about a value and demand nothing of it; 2020-12 counts 'format' among them.
    private static readonly HashSet<string> Annotations = new(StringComparer.Ordinal)
    {
        "$comment", "$defs", "definitions", "title", "description", "default", "examples", "deprecated",
        "readOnly", "writeOnly", "format", "contentEncoding", "contentMediaType",
    };

    private readonly Dictionary<string, SchemaNode> _nodes = new(StringComparer.Ordinal);
    private readonly JsonElement _root;
    private int _depth;

    private SchemaParser(JsonElement root) => _root = root;

    /// <exception cref="SchemaException">It is no schema, or uses what is not supported.</exception>
    public static (SchemaNode Root, int Program) Parse(JsonElement root)
    {
        var parser = new SchemaParser(root);
        var node = parser.Node(root, "#");
        SchemaCost.Judge(parser._nodes);
        return (node, parser._program);
    }

    private SchemaNode Node(JsonElement schema, string path)
    {
        if (_nodes.TryGetValue(path, out var known))
        {
            return known;
        }

        var node = _nodes[path] = new SchemaNode();
        switch (schema.ValueKind)
        {
            case JsonValueKind.True:
                break;
            case JsonValueKind.False:
                node.Accepts = false;
                break;
            case JsonValueKind.Object when ++_depth <= MaxReferenceDepth:
                foreach (var keyword in schema.EnumerateObject())
                {
                    Read(node, keyword.Name, keyword.Value, $"{path}/{Escape(keyword.Name)}");
                }

                _depth--;
                break;
            case JsonValueKind.Object:
                throw new SchemaException($"The schema nests deeper than {MaxReferenceDepth} levels at {path}.");
            default:
                throw new SchemaException($"There must be a schema at {path}: an object, true or false.");
        }

        return node;
    }

    private void Read(SchemaNode node, string keyword, JsonElement value, string path)
    {
        if (!ReadIdentity(keyword, value, path) && !ReadAssertion(node, keyword, value, path) && !ReadApplicator(node, keyword, value, path) && !Annotations.Contains(keyword)
            && !keyword.StartsWith("x-", StringComparison.Ordinal))
        {
            var meant = Keywords.Nearest(keyword) is { } near ? $" Did you mean '{near}'?" : "";
            throw new SchemaException($"The keyword at {path} is not supported.{meant} The API guide lists those that are: docs/api-guide.md#event-types.");
        }
    }

    private static bool ReadIdentity(string keyword, JsonElement value, string path)
    {
        switch (keyword)
        {
            case "$id":
                Require(path == "#/$id", path, "no $id: only the whole schema may have one, because references are read from there");
                return true;
            case "$schema":
                Require(
                    value.ValueKind == JsonValueKind.String && value.GetString()!.TrimEnd('#') == Draft, path, $"{Draft}, the one draft that is supported, or nothing");
                return true;
            default:
                return false;
        }
    }

    private bool ReadApplicator(SchemaNode node, string keyword, JsonElement value, string path)
    {
        switch (keyword)
        {
            case "$ref": node.Reference = Resolve(Text(value, path), path); break;
            case "allOf": node.AllOf = Nodes(value, path); break;
            case "anyOf": node.AnyOf = Nodes(value, path); break;
            case "oneOf": node.OneOf = Nodes(value, path); break;
            case "not": node.Not = Node(value, path); break;
            case "if": node.If = Node(value, path); break;
            case "then": node.Then = Node(value, path); break;
            case "else": node.Else = Node(value, path); break;
            case "prefixItems": node.PrefixItems = Nodes(value, path); break;
            case "items": node.Items = Node(value, path); break;
            case "contains": node.Contains = Node(value, path); break;
            case "properties": node.Properties = NodesByName(value, path); break;
            case "dependentSchemas": node.DependentSchemas = NodesByName(value, path); break;
            case "patternProperties":
                node.PatternProperties = [.. NodesByName(value, path).Select(pair => (Pattern(pair.Key, $"{path}/{Escape(pair.Key)}"), pair.Value))];
                break;
            case "additionalProperties": node.AdditionalProperties = Node(value, path); break;
            case "propertyNames": node.PropertyNames = Node(value, path); break;
            default: return false;
        }

        return true;
    }

    private List<SchemaNode> Nodes(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
            ? [.. value.EnumerateArray().Select((item, index) => Node(item, $"{path}/{index}"))]
            : throw new SchemaException($"There must be an array of schemas at {path}.");

    private Dictionary<string, SchemaNode> NodesByName(JsonElement value, string path)
    {
        Require(value.ValueKind == JsonValueKind.Object, path, "an object of schemas");
        var nodes = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        foreach (var item in value.EnumerateObject())
        {
            nodes[item.Name] = Node(item.Value, $"{path}/{Escape(item.Name)}");
        }

        return nodes;
    }

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static void Require(bool holds, string path, string what)
    {
        if (!holds)
        {
            throw new SchemaException($"There must be {what} at {path}.");
        }
    }
}
