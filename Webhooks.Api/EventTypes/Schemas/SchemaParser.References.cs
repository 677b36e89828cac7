using System.Globalization;
using System.Text.Json;

namespace Webhooks.Api.EventTypes.Schemas;

// JSON pointers into the schema itself.
internal sealed partial class SchemaParser
{
    private SchemaNode Resolve(string reference, string path)
    {
        var target = _root;
        if (reference is not ("#" or ['#', '/', ..]))
        {
            throw new SchemaException($"The $ref at {path} must point into the schema itself, such as #/$defs/address. Others are not fetched.");
        }

        // One spelling for each target: what is referred to in many ways is still read once.
        var canonical = "#";
        foreach (var segment in Uri.UnescapeDataString(reference).Split('/').Skip(1))
        {
            var name = segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            var found = target.ValueKind switch
            {
                JsonValueKind.Object => target.TryGetProperty(name, out target),
                JsonValueKind.Array when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    && (index == 0 ? name == "0" : name[0] != '0') && index < target.GetArrayLength() => Into(ref target, index),
                _ => false,
            };
            Require(found, path, $"a reference to something in the schema, which '{reference}' is not");
            canonical += "/" + Escape(name);
        }

        return Node(target, canonical);

        static bool Into(ref JsonElement array, int index)
        {
            array = array[index];
            return true;
        }
    }
}
