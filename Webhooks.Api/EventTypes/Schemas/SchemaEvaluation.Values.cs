using System.Text.Json;

namespace Webhooks.Api.EventTypes.Schemas;

internal sealed partial class SchemaEvaluation
{
    private bool CheckArray(SchemaNode node, JsonElement value)
    {
        var count = value.GetArrayLength();
        var fits = CheckCount(count, node.MinItems, node.MaxItems, "items");
        if (node.UniqueItems)
        {
            ChargeIdentity(value);
            var seen = new HashSet<JsonElement>(JsonIdentityComparer.Instance);
            fits &= value.EnumerateArray().All(seen.Add) || Refuse("must not hold the same item twice");
        }

        if (node.PrefixItems.Count == 0 && node.Items is null && node.Contains is null)
        {
            return fits;
        }

        Charge(count / ItemsPerStep);
        var (index, contained) = (0, 0);
        foreach (var item in value.EnumerateArray())
        {
            if ((index < node.PrefixItems.Count ? node.PrefixItems[index] : node.Items) is { } schema)
            {
                fits &= CheckAt(new Place(null, index), schema, item);
            }

            contained += node.Contains is { } wanted && Try(wanted, item) ? 1 : 0;
            index++;
        }

        return fits & (node.Contains is null || (contained >= (node.MinContains ?? 1) && contained <= (node.MaxContains ?? int.MaxValue))
            || Refuse($"holds {contained} items that fit the schema in contains"));
    }

    private bool CheckText(SchemaNode node, JsonElement value)
    {
        if (node.MinLength is null && node.MaxLength is null && node.Pattern is null)
        {
            return true;
        }

        Charge(value);
        var (text, fits) = (value.GetString()!, true);
        if (node.MinLength is not null || node.MaxLength is not null)
        {
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

        var number = NumberOf(value);
        return (node.Minimum is not { } least || number.CompareWith(least.Value) >= 0 || Refuse($"must be at least {least.Text}"))
            & (node.Maximum is not { } most || number.CompareWith(most.Value) <= 0 || Refuse($"must be at most {most.Text}"))
            & (node.ExclusiveMinimum is not { } above || number.CompareWith(above.Value) > 0 || Refuse($"must be above {above.Text}"))
            & (node.ExclusiveMaximum is not { } below || number.CompareWith(below.Value) < 0 || Refuse($"must be below {below.Text}"))
            & (node.MultipleOf is not { } divisor || IsMultiple(number, value, divisor) || Refuse($"must be a multiple of {divisor.Text}"));
    }

    private bool CheckCount(int count, int? least, int? most, string what) =>
        (least is null || count >= least || Refuse($"must have at least {least} {what}"))
        & (most is null || count <= most || Refuse($"must have at most {most} {what}"));
}
