using System.Text;
using System.Text.RegularExpressions;
using Webhooks.Api.EventTypes.Schemas;
using Webhooks.Tests.Unit.Docs;

namespace Webhooks.Tests.Unit.Api.SchemaSuite;

/// <summary>
/// The official suite: a schema is either refused by the name of a keyword that docs/api-guide.md says is refused, or checks as the suite has it.
/// </summary>
public sealed partial class SchemaSuiteTests
{
    // The keywords of the draft's vocabularies.
    private static readonly HashSet<string> Draft = [.. """
        $anchor $comment $defs $dynamicAnchor $dynamicRef $id $ref $schema $vocabulary
        additionalProperties allOf anyOf contains dependentSchemas else if items not oneOf patternProperties prefixItems properties propertyNames then
        const dependentRequired enum exclusiveMaximum exclusiveMinimum maxContains maxItems maxLength maxProperties maximum minContains minItems minLength
        minProperties minimum multipleOf pattern required type uniqueItems
        contentEncoding contentMediaType contentSchema default deprecated description examples format readOnly title writeOnly
        unevaluatedItems unevaluatedProperties
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];

    private static readonly string[] Rows = ["checked", "limited", "notes", "refused"];

    [Fact]
    public void Check_RequiredTests_AreAllPassed()
    {
        var trial = SuiteTrial.Of(SuiteFiles.Read(""));

        Assert.Empty(trial.WrongVerdicts);
        Assert.InRange(trial.Verdicts, 850, int.MaxValue);

        Assert.Empty(trial.Refused.Intersect(Draft).Except([.. Row("refused"), "$id", "$ref", "$schema"]));

        // Only schemas of schemas have a $vocabulary, and a $ref to an $anchor comes before it.
        Assert.Empty(Row("refused").Except(["$anchor", "$vocabulary"]).Except(trial.Refused));
        Assert.Empty(trial.Accepted.Intersect(Row("refused")));
        Assert.Empty(Row("checked").Concat(Row("limited")).Except(trial.Accepted));
    }

    [Fact]
    public void Parse_KeywordThatIsRefused_IsNamed() => Assert.All(Row("refused"), static keyword =>
        Assert.Equal(
            $"The keyword at #/{keyword} is not supported. The API guide lists those that are: docs/api-guide.md#event-types.",
            Assert.Throws<SchemaException>(() => EventSchema.Parse(Encoding.UTF8.GetBytes($$"""{"{{keyword}}":true}"""))).Message));

    [Theory]
    [InlineData("typ", "type")]
    [InlineData("Type", "type")]
    [InlineData("requierd", "required")]
    [InlineData("minlenght", "minLength")]
    [InlineData("additionalProperty", null)]
    [InlineData("item", "items")]
    [InlineData("unevaluatedItems", null)]
    [InlineData("id", null)]
    [InlineData("x", null)]
    public void Parse_WordThatIsNoKeyword_NamesTheOneThatWasMeant(string word, string? meant)
    {
        var refused = Assert.Throws<SchemaException>(() => EventSchema.Parse(Encoding.UTF8.GetBytes($$$"""{"properties":{"a":{"{{{word}}}":"string"} } }""")));

        Assert.StartsWith($"The keyword at #/properties/a/{word} is not supported.{(meant is null ? "" : $" Did you mean '{meant}'?")} The API guide", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keywords_ThatAreProposed_AreThoseThatAreRead() =>
        Assert.Equal(Sorted(Row("checked").Concat(Row("limited")).Concat(Row("notes"))), Sorted(Keywords.All));

    [Fact]
    public void Check_OptionalTests_ArePassedButForFormats()
    {
        var trial = SuiteTrial.Of(SuiteFiles.Read("optional").Where(static group => !group.Schema.Contains("\"format\"", StringComparison.Ordinal)));

        Assert.Empty(trial.WrongVerdicts);
        Assert.InRange(trial.Verdicts, 60, int.MaxValue);
        Assert.Empty(trial.Refused.Intersect(Draft).Except([.. Row("refused"), .. Row("limited")]));
    }

    [Fact]
    public void Check_Formats_AreNotes()
    {
        var trial = SuiteTrial.Of(SuiteFiles.Read(Path.Combine("optional", "format"))
            .Select(static group => group with { Cases = [.. group.Cases.Select(static test => test with { IsValid = true })] }));

        Assert.Empty(trial.WrongVerdicts);
        Assert.InRange(trial.Verdicts, 300, int.MaxValue);
        Assert.Empty(trial.Refused);
    }

    [Fact]
    public void Documented_Keywords_AreThoseOfTheDraft() =>
        Assert.Equal(Sorted(Draft), Sorted(Rows.SelectMany(Row).Where(static keyword => keyword != "definitions")));

    private static List<string> Row(string name)
    {
        var row = DocsFolder.Read("api-guide.md").Split('\n').Single(line => line.StartsWith($"| {name} |", StringComparison.Ordinal));
        return [.. Keyword().Matches(row).Select(static match => match.Groups["keyword"].Value).Order(StringComparer.Ordinal)];
    }

    private static List<string> Sorted(IEnumerable<string> keywords) => [.. keywords.Order(StringComparer.Ordinal)];

    [GeneratedRegex("`(?<keyword>[$a-zA-Z]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Keyword();
}
