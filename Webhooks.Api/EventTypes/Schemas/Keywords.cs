namespace Webhooks.Api.EventTypes.Schemas;

/// <summary>What a schema may say, by name.</summary>
public static class Keywords
{
    /// <summary>Those that are read, and notes. The API guide lists the same.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "type", "properties", "required", "items", "enum", "const", "additionalProperties", "allOf", "anyOf", "oneOf", "not", "if", "then", "else",
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems",
        "prefixItems", "contains", "minContains", "maxContains", "minProperties", "maxProperties", "patternProperties", "propertyNames", "dependentRequired",
        "dependentSchemas", "$id", "$ref", "$schema", "$defs", "definitions", "$comment", "title", "description", "default", "examples", "format",
        "deprecated", "readOnly", "writeOnly", "contentEncoding", "contentMediaType",
    ];

    private static readonly int Longest = All.Max(static keyword => keyword.Length);

    /// <summary>The one that was probably meant; null when none is close.</summary>
    public static string? Nearest(string word)
    {
        // Most words of three letters are as close to each other as a slip of the finger.
        var most = word.Length switch { < 3 => 0, < 5 => 1, _ => 2 };
        return word.Length > Longest + most ? null : All
            .Select(keyword => (Keyword: keyword, Slips: Slips(word, keyword)))
            .Where(near => near.Slips <= most)
            .OrderBy(static near => near.Slips)
            .FirstOrDefault().Keyword;
    }

    /// <summary>Letters too many, missing, other ones or in the place of their neighbours; none for small and large ones.</summary>
    private static int Slips(string word, string keyword)
    {
        var table = new int[word.Length + 1, keyword.Length + 1];
        for (var i = 0; i <= word.Length; i++)
        {
            for (var j = 0; j <= keyword.Length; j++)
            {
                table[i, j] = i == 0 || j == 0 ? i + j
                    : Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + (IsSame(i - 1, j - 1) ? 0 : 1));
                if (i > 1 && j > 1 && IsSame(i - 1, j - 2) && IsSame(i - 2, j - 1))
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }

        return table[word.Length, keyword.Length];

        bool IsSame(int i, int j) => char.ToUpperInvariant(word[i]) == char.ToUpperInvariant(keyword[j]);
    }
}
