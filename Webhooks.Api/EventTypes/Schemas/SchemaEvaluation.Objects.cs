using System.Text.Json;

namespace Webhooks.Api.EventTypes.Schemas;

internal sealed partial class SchemaEvaluation
{
    private bool CheckObject(SchemaNode node, JsonElement value) => CheckNames(node, value) & CheckProperties(node, value);

    private bool CheckNames(SchemaNode node, JsonElement value)
    {
        if (!node.AsksForNames)
        {
            return true;
        }

        var names = NamesOf(value);
        var fits = CheckCount(names.Count, node.MinProperties, node.MaxProperties, "properties");
        foreach (var name in node.Required)
        {
            fits &= Has(name) || Refuse($"must have the property '{name}'");
        }

        foreach (var (name, needed) in node.DependentRequired ?? Empty<IReadOnlyList<string>>())
        {
            if (Has(name))
            {
                fits &= needed.All(Has) || Refuse($"with the property '{name}' must also have {string.Join(", ", needed.Take(MaxErrors))}");
            }
        }

        foreach (var (name, schema) in node.DependentSchemas ?? Empty<SchemaNode>())
        {
            fits &= !Has(name) || Check(schema, value);
        }

        return fits;

        bool Has(string name)
        {
            ChargeName(name);
            return names.Contains(name);
        }
    }

    private bool CheckProperties(SchemaNode node, JsonElement value)
    {
        if (node.Properties is null && node.PatternProperties.Count == 0 && node.AdditionalProperties is null && node.PropertyNames is null)
        {
            return true;
        }

        var fits = true;
        foreach (var property in value.EnumerateObject())
        {
            fits &= CheckProperty(node, property.Name, property.Value);
        }

        return fits;
    }

    private bool CheckProperty(SchemaNode node, string name, JsonElement value)
    {
        ChargeName(name);
        var fits = node.PropertyNames is not { } names || TryName(names, name) || Refuse($"must not have a property of the name '{name}'");
        var known = false;
        if (node.Properties?.GetValueOrDefault(name) is { } own)
        {
            known = true;
            fits &= CheckAt(new Place(name, 0), own, value);
        }

        foreach (var (pattern, schema) in node.PatternProperties)
        {
            if (IsMatch(pattern, name))
            {
                known = true;
                fits &= CheckAt(new Place(name, 0), schema, value);
            }
        }

        return fits & (known || node.AdditionalProperties is not { } others || CheckAt(new Place(name, 0), others, value));
    }

    private bool TryName(SchemaNode names, string name)
    {
        Charge(StepsPerDocument + (name.Length / BytesPerStep));
        return Try(names, JsonSerializer.SerializeToElement(name, EventTypeJsonContext.Default.String));
    }

    private HashSet<string> NamesOf(JsonElement value)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            var name = member.Name;
            ChargeName(name);
            names.Add(name);
        }

        return names;
    }

    private static Dictionary<string, T> Empty<T>() => [];
}
