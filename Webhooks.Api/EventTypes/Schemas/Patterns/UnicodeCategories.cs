namespace Webhooks.Api.EventTypes.Schemas.Patterns;

/// <summary>The general categories that <c>\p{…}</c> may name, as bits of <see cref="System.Globalization.UnicodeCategory"/>.</summary>
internal static class UnicodeCategories
{
    // In the order of the enumeration.
    private static readonly (string Short, string Long)[] Names =
    [
        ("Lu", "Uppercase_Letter"), ("Ll", "Lowercase_Letter"), ("Lt", "Titlecase_Letter"), ("Lm", "Modifier_Letter"), ("Lo", "Other_Letter"),
        ("Mn", "Nonspacing_Mark"), ("Mc", "Spacing_Mark"), ("Me", "Enclosing_Mark"), ("Nd", "Decimal_Number"), ("Nl", "Letter_Number"),
        ("No", "Other_Number"), ("Zs", "Space_Separator"), ("Zl", "Line_Separator"), ("Zp", "Paragraph_Separator"), ("Cc", "Control"),
        ("Cf", "Format"), ("Cs", "Surrogate"), ("Co", "Private_Use"), ("Pc", "Connector_Punctuation"), ("Pd", "Dash_Punctuation"),
        ("Ps", "Open_Punctuation"), ("Pe", "Close_Punctuation"), ("Pi", "Initial_Punctuation"), ("Pf", "Final_Punctuation"),
        ("Po", "Other_Punctuation"), ("Sm", "Math_Symbol"), ("Sc", "Currency_Symbol"), ("Sk", "Modifier_Symbol"), ("So", "Other_Symbol"),
        ("Cn", "Unassigned"),
    ];

    private static readonly Dictionary<string, string> Groups = new(StringComparer.Ordinal)
    {
        ["Letter"] = "L", ["Mark"] = "M", ["Number"] = "N", ["Separator"] = "Z", ["Other"] = "C", ["Punctuation"] = "P", ["punct"] = "P",
        ["Symbol"] = "S", ["digit"] = "Nd", ["cntrl"] = "Cc", ["Combining_Mark"] = "M",
    };

    /// <summary>Null when there is no such category.</summary>
    public static uint? Find(string name)
    {
        var wanted = name.StartsWith("gc=", StringComparison.Ordinal) ? name[3..]
            : name.StartsWith("General_Category=", StringComparison.Ordinal) ? name["General_Category=".Length..]
            : name;
        if (wanted == "Any")
        {
            return uint.MaxValue;
        }

        wanted = Groups.GetValueOrDefault(wanted, wanted);
        var bits = 0u;
        for (var i = 0; i < Names.Length; i++)
        {
            bits |= Names[i].Short == wanted || Names[i].Long == wanted || (wanted.Length == 1 && Names[i].Short[0] == wanted[0]) ? 1u << i : 0;
        }

        return bits == 0 ? null : bits;
    }
}
