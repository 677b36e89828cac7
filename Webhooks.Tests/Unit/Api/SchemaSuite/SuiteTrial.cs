using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Webhooks.Api.EventTypes.Schemas;

namespace Webhooks.Tests.Unit.Api.SchemaSuite;

/// <summary>What becomes of the suite's groups: verdicts of the schemas that are accepted, and the keywords for which the others are refused.</summary>
internal sealed partial class SuiteTrial
{
    public int Verdicts { get; private set; }

    public List<string> WrongVerdicts { get; } = [];

    /// <summary>Members of the schemas that were accepted.</summary>
    public HashSet<string> Accepted { get; } = new(StringComparer.Ordinal);

    /// <summary>The keyword that each refusal names.</summary>
    public HashSet<string> Refused { get; } = new(StringComparer.Ordinal);

    public static SuiteTrial Of(IEnumerable<SuiteGroup> groups)
    {
        var trial = new SuiteTrial();
        foreach (var group in groups)
        {
            trial.Try(group);
        }

        return trial;
    }

    private void Try(SuiteGroup group)
    {
        EventSchema schema;
        try
        {
            schema = EventSchema.Parse(Encoding.UTF8.GetBytes(group.Schema));
        }
        catch (SchemaException refused)
        {
            Refused.Add(KeywordOf(refused.Message, group));
            return;
        }

        Accepted.UnionWith(MembersOf(group.Schema));
        foreach (var test in group.Cases)
        {
            Verdicts++;
            var errors = schema.Check(Encoding.UTF8.GetBytes(test.Value), new SchemaBudget(CancellationToken.None));
            if (errors.Count == 0 != test.IsValid)
            {
                WrongVerdicts.Add($"{group.Name}, {test.Name}: {(errors.Count == 0 ? "fits" : errors[0].ToString())}");
            }
        }
    }

    // The sentence says where the keyword stands, as a pointer that ends with it.
    private static string KeywordOf(string sentence, SuiteGroup group)
    {
        var keyword = Pointer().Match(sentence).Groups["path"].Value.Split('/').LastOrDefault(static segment => !segment.All(char.IsAsciiDigit));
        Assert.False(string.IsNullOrEmpty(keyword), $"{group.Name} is refused without a keyword: {sentence}");
        return keyword;
    }

    private static List<string> MembersOf(string schema)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(schema));
        var members = new List<string>();
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            members.Add(reader.GetString()!);
            if (members[^1] is "const" or "enum")
            {
                // Values may look like schemas.
                reader.Read();
                reader.Skip();
            }
        }

        return members;
    }

    [GeneratedRegex(@" at #(?<path>/\S+?)\.?(\s|$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pointer();
}
