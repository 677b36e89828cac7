using System.Text.Json;
using Webhooks.Api.EventTypes.Schemas.Patterns;

namespace Webhooks.Api.EventTypes.Schemas;

/// <summary>A schema or subschema, read once. What is null or empty demands nothing.</summary>
internal sealed class SchemaNode
{
    /// <summary>False accepts nothing: the schema <c>false</c>.</summary>
    public bool Accepts { get; set; } = true;

    public SchemaNode? Reference { get; set; }
    public JsonTypes Types { get; set; }
    public IReadOnlySet<JsonElement>? Enum { get; set; }
    public IReadOnlySet<JsonElement>? Const { get; set; }

    public Bound? Minimum { get; set; }
    public Bound? Maximum { get; set; }
    public Bound? ExclusiveMinimum { get; set; }
    public Bound? ExclusiveMaximum { get; set; }
    public Bound? MultipleOf { get; set; }

    public int? MinLength { get; set; }
    public int? MaxLength { get; set; }
    public Pattern? Pattern { get; set; }

    public int? MinItems { get; set; }
    public int? MaxItems { get; set; }
    public bool UniqueItems { get; set; }
    public IReadOnlyList<SchemaNode> PrefixItems { get; set; } = [];
    public SchemaNode? Items { get; set; }
    public SchemaNode? Contains { get; set; }
    public int? MinContains { get; set; }
    public int? MaxContains { get; set; }

    public int? MinProperties { get; set; }
    public int? MaxProperties { get; set; }
    public IReadOnlyList<string> Required { get; set; } = [];
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? DependentRequired { get; set; }
    public IReadOnlyDictionary<string, SchemaNode>? DependentSchemas { get; set; }
    public IReadOnlyDictionary<string, SchemaNode>? Properties { get; set; }
    public IReadOnlyList<(Pattern Pattern, SchemaNode Node)> PatternProperties { get; set; } = [];
    public SchemaNode? AdditionalProperties { get; set; }
    public SchemaNode? PropertyNames { get; set; }

    public bool AsksForNames => Required.Count > 0 || (MinProperties ?? MaxProperties) is not null || DependentRequired is not null || DependentSchemas is not null;

    public IReadOnlyList<SchemaNode> AllOf { get; set; } = [];
    public IReadOnlyList<SchemaNode> AnyOf { get; set; } = [];
    public IReadOnlyList<SchemaNode> OneOf { get; set; } = [];
    public SchemaNode? Not { get; set; }
    public SchemaNode? If { get; set; }
    public SchemaNode? Then { get; set; }
    public SchemaNode? Else { get; set; }
}

[Flags]
internal enum JsonTypes
{
    Any = 0,
    Null = 1,
    Boolean = 2,
    Object = 4,
    Array = 8,
    Number = 16,
    String = 32,
    Integer = 64,
}

/// <param name="Text">As it was written.</param>
internal sealed record Bound(JsonNumber Value, string Text);
