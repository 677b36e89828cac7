using System.Text.Json;

namespace Webhooks.Api.EventTypes.Schemas;

internal sealed partial class SchemaEvaluation
{
    private const int BytesPerStep = 4;

    private bool CheckObject(SchemaNode node, JsonElement value)
    {
        var names = NamesOf(value);
        Charge(names.Count + node.Required.Count + (node.DependentRequired?.Count ?? 0) + (node.DependentSchemas?.Count ?? 0));
        var fits = CheckCount(names.Count, node.MinProperties, node.MaxProperties, "properties");
        foreach (var name in node.Required)
        {
            fits &= names.Contains(name) || Refuse($"must have the property '{name}'");
        }

        foreach (var (name, needed) in node.DependentRequired ?? Empty<IReadOnlyList<string>>())
        {
            if (names.Contains(name))
            {
                Charge(needed.Count);
                fits &= needed.All(names.Contains) || Refuse($"with the property '{name}' must also have {string.Join(", ", needed.Take(MaxErrors))}");
            }
        }

        foreach (var (name, schema) in node.DependentSchemas ?? Empty<SchemaNode>())
        {
            fits &= !names.Contains(name) || Check(schema, value);
        }

        if (node.Properties is null && node.PatternProperties.Count == 0 && node.AdditionalProperties is null && node.PropertyNames is null)
        {
            return fits;
        }

        foreach (var property in value.EnumerateObject())
        {
            fits &= CheckProperty(node, property.Name, property.Value);
        }

        return fits;
    }

    private bool CheckProperty(SchemaNode node, string name, JsonElement value)
    {
        var fits = node.PropertyNames is not { } names || Try(names, JsonSerializer.SerializeToElement(name, EventTypeJsonContext.Default.String))
            || Refuse($"must not have a property of the name '{name}'");
        var known = false;
        if (node.Properties?.GetValueOrDefault(name) is { } own)
        {
            known = true;
            fits &= CheckAt(name, own, value);
        }

        foreach (var (pattern, schema) in node.PatternProperties)
        {
            if (IsMatch(pattern, name))
            {
                known = true;
                fits &= CheckAt(name, schema, value);
            }
        }

        return fits & (known || node.AdditionalProperties is not { } others || CheckAt(name, others, value));
    }

    private bool CheckArray(SchemaNode node, JsonElement value)
    {
        var count = value.GetArrayLength();
        var fits = CheckCount(count, node.MinItems, node.MaxItems, "items");
        if (node.UniqueItems)
        {
            Charge(value);
            var seen = new HashSet<JsonElement>(JsonIdentityComparer.Instance);
            fits &= value.EnumerateArray().All(seen.Add) || Refuse("must not hold the same item twice");
        }

        if (node.PrefixItems.Count == 0 && node.Items is null && node.Contains is null)
        {
            return fits;
        }

        var (index, contained) = (0, 0);
        foreach (var item in value.EnumerateArray())
        {
            if ((index < node.PrefixItems.Count ? node.PrefixItems[index] : node.Items) is { } schema)
            {
                fits &= CheckAt(index.ToString(System.Globalization.CultureInfo.InvariantCulture), schema, item);
            }

            contained += node.Contains is { } wanted && Try(wanted, item) ? 1 : 0;
            index++;
        }

        return fits & (node.Contains is null || (contained >= (node.MinContains ?? 1) && contained <= (node.MaxContains ?? int.MaxValue))
            || Refuse($"holds {contained} items that fit the schema in contains"));
    }

    private bool CheckText(SchemaNode node, string text)
    {
        var fits = true;
        if (node.MinLength is not null || node.MaxLength is not null)
        {
            Charge(text.Length / BytesPerStep);
            fits = CheckCount(text.EnumerateRunes().Count(), node.MinLength, node.MaxLength, "characters");
        }

        if (node.Pattern is { } pattern)
        {
            fits &= IsMatch(pattern, text) || Refuse("does not match the pattern");
        }

        return fits;
    }

    private bool CheckNumber(SchemaNode node, JsonElement value)
    {
        if ((node.Minimum ?? node.Maximum ?? node.ExclusiveMinimum ?? node.ExclusiveMaximum ?? node.MultipleOf) is null)
        {
            return true;
        }

        Charge(value);
        var number = JsonNumber.Of(value);
        return (node.Minimum is not { } least || number.CompareWith(least.Value) >= 0 || Refuse($"must be at least {least.Text}"))
            & (node.Maximum is not { } most || number.CompareWith(most.Value) <= 0 || Refuse($"must be at most {most.Text}"))
            & (node.ExclusiveMinimum is not { } above || number.CompareWith(above.Value) > 0 || Refuse($"must be above {above.Text}"))
            & (node.ExclusiveMaximum is not { } below || number.CompareWith(below.Value) < 0 || Refuse($"must be below {below.Text}"))
            & (node.MultipleOf is not { } divisor || number.IsMultipleOf(divisor.Value) || Refuse($"must be a multiple of {divisor.Text}"));
    }

    private bool CheckCount(int count, int? least, int? most, string what) =>
        (least is null || count >= least || Refuse($"must have at least {least} {what}"))
        & (most is null || count <= most || Refuse($"must have at most {most} {what}"));

    private static HashSet<string> NamesOf(JsonElement value)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            names.Add(member.Name);
        }

        return names;
    }

    private static Dictionary<string, T> Empty<T>() => [];
}
