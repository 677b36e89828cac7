using System.Text;
using Webhooks.Api.EventTypes.Schemas;

namespace Webhooks.Tests.Unit.Api;

public sealed partial class EventSchemaTests
{
    [Theory]
    [InlineData("""{"type":"object"}""", "{}", "[]")]
    [InlineData("""{"type":["string","null"]}""", "null", "1")]
    [InlineData("""{"type":"integer"}""", "1.0", "1.5")]
    [InlineData("""{"enum":[1,"a",{"b":[1]}]}""", """{"b":[1.0]}""", """{"b":[2]}""")]
    [InlineData("""{"const":null}""", "null", "0")]
    [InlineData("""{"enum":[1,2],"const":2}""", "2", "1")]
    [InlineData("""{"const":3,"enum":[1,3]}""", "3", "1")]
    [InlineData("""{"minimum":0.1}""", "0.1", "0.09")]
    [InlineData("""{"maximum":3}""", "3", "1e400")]
    [InlineData("""{"exclusiveMinimum":3}""", "3.1", "3")]
    [InlineData("""{"exclusiveMaximum":3}""", "2", "3.0")]
    [InlineData("""{"multipleOf":0.01}""", "19.99", "19.999")]
    [InlineData("""{"minLength":2,"maxLength":3}""", "\"😀😀😀\"", "\"😀\"")]
    [InlineData("""{"pattern":"^[A-Z]{3}$"}""", "\"EUR\"", "\"euro\"")]
    [InlineData("""{"minItems":1,"maxItems":2}""", "[1]", "[1,2,3]")]
    [InlineData("""{"uniqueItems":true}""", "[1,2]", "[1,1.0]")]
    [InlineData("""{"prefixItems":[{"type":"string"}],"items":{"type":"number"}}""", "[\"a\",1]", "[\"a\",\"b\"]")]
    [InlineData("""{"contains":{"const":1},"minContains":2,"maxContains":2}""", "[1,1,2]", "[1,1,1]")]
    [InlineData("""{"required":["a"]}""", """{"a":1}""", "{}")]
    [InlineData("""{"minProperties":1,"maxProperties":1}""", """{"a":1}""", """{"a":1,"b":1}""")]
    [InlineData("""{"properties":{"a":{"type":"string"}},"additionalProperties":false}""", """{"a":""}""", """{"a":"","b":1}""")]
    [InlineData("""{"patternProperties":{"^x_":true},"additionalProperties":{"type":"null"}}""", """{"x_a":1,"b":null}""", """{"b":1}""")]
    [InlineData("""{"propertyNames":{"maxLength":2}}""", """{"ab":1}""", """{"abc":1}""")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", """{"b":1}""", """{"a":1}""")]
    [InlineData("""{"dependentSchemas":{"a":{"required":["b"]}}}""", "{}", """{"a":1}""")]
    [InlineData("""{"allOf":[{"minimum":1},{"maximum":2}]}""", "1", "3")]
    [InlineData("""{"anyOf":[{"type":"null"},{"minimum":5}]}""", "5", "4")]
    [InlineData("""{"oneOf":[{"minimum":1},{"minimum":5}]}""", "1", "5")]
    [InlineData("""{"not":{"type":"null"}}""", "1", "null")]
    [InlineData("""{"if":{"type":"number"},"then":{"minimum":1},"else":{"type":"string"}}""", "\"a\"", "0")]
    [InlineData("""{"$defs":{"a/b":{"type":"null"}},"$ref":"#/$defs/a~1b"}""", "null", "1")]
    [InlineData("""{"properties":{"child":{"$ref":"#"},"v":{"type":"number"}}}""", """{"child":{"child":{"v":1}}}""", """{"child":{"child":{"v":""}}}""")]
    [InlineData("""{"type":"string","format":"email","x-owner":"billing"}""", "\"not an address\"", "1")]
    [InlineData("true", "1", null)]
    [InlineData("false", null, "1")]
    public void Check_Value_FitsOrDoesNot(string schema, string? good, string? bad)
    {
        var parsed = Parse(schema);

        Assert.True(good is null || Check(parsed, good).Count == 0);
        Assert.True(bad is null || Check(parsed, bad).Count > 0);
    }

    [Fact]
    public void Check_SeveralFaults_NamesEachPath()
    {
        var schema = Parse("""
            {"required":["id"],"properties":{"a/b":{"items":{"type":"integer"}},"n":{"minimum":3}},"anyOf":[{"properties":{"n":{"type":"null"}}},true]}
            """);

        var errors = Check(schema, """{"a/b":[1,"x"],"n":2}""");

        Assert.Equal(["", "/a~1b/1", "/n"], errors.Select(error => error.Path).Order(StringComparer.Ordinal));
        Assert.Contains(errors, error => error.Message.Contains("'id'", StringComparison.Ordinal));
    }

    [Fact]
    public void Check_ThousandsOfFaults_NamesTheFirstFewInShort()
    {
        var errors = Check(Parse("""{"additionalProperties":false}"""), $$"""{"{{new string('n', 100_000)}}":1,{{string.Join(',', Enumerable.Range(0, 5000).Select(n => $"\"{n}\":1"))}}}""");

        Assert.Equal(20, errors.Count);
        Assert.All(errors, error => Assert.InRange(error.Path.Length, 1, 301));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("""{"type":"objekt"}""")]
    [InlineData("""{"type":5}""")]
    [InlineData("""{"properties":[]}""")]
    [InlineData("""{"properties":{"a":5}}""")]
    [InlineData("""{"allOf":[]}""")]
    [InlineData("""{"required":"a"}""")]
    [InlineData("""{"minLength":-1}""")]
    [InlineData("""{"multipleOf":0}""")]
    [InlineData("""{"requird":["a"]}""")]
    [InlineData("""{"unevaluatedProperties":false}""")]
    [InlineData("""{"$ref":"https://example.com/schema.json"}""")]
    [InlineData("""{"$ref":"other.json#/a"}""")]
    [InlineData("""{"$ref":"#anchor"}""")]
    [InlineData("""{"$ref":"#/$defs/none"}""")]
    [InlineData("""{"$dynamicRef":"#a"}""")]
    [InlineData("""{"pattern":"("}""")]
    [InlineData("""{"pattern":"(?=a)b"}""")]
    [InlineData("""{"pattern":"(a)\\1"}""")]
    [InlineData("""{"pattern":"((a{0,500}){0,500}){0,500}b"}""")]
    [InlineData("""{"title":"\ud800","properties":{"\ud800":true}}""")]
    public void Parse_WhatCannotBeChecked_IsRefusedWithASentence(string schema)
    {
        var refused = Assert.Throws<SchemaException>(() => Parse(schema));

        Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Hostile => new()
    {
        { Patterns(), $"\"{new string('a', 1_000)}\"" },
        { """{"uniqueItems":true}""", $"[{string.Join(',', Enumerable.Repeat("1e99999999999", 10_000))}]" },
        { """{"multipleOf":3}""", new string('9', 200_000) },
        { """{"items":{"required":["a"]}}""", $"[{string.Join(',', Enumerable.Repeat("{}", 60_000))}]" },
        { """{"uniqueItems":true}""", $"[{string.Join(',', Enumerable.Range(0, 40_000))}]" },
        { """{"items":{"enum":[1,2,3,4,5,6,7,8,9,10]}}""", $"[{string.Join(',', Enumerable.Repeat("0", 100_000))}]" },
        { """{"pattern":"^(([a-z])+.)+[A-Z]([a-z])+$"}""", $"\"{new string('a', 200_000)}\"" },
        { """{"items":{"pattern":"(x+x+)+y"}}""", $"[{string.Join(',', Enumerable.Repeat($"\"{new string('x', 2_000)}\"", 100))}]" },
        { $$"""{"required":[{{string.Join(',', Enumerable.Range(0, 5_000).Select(n => $"\"k{n}\""))}}]}""", $$"""{{{string.Join(',', Enumerable.Range(0, 20_000).Select(n => $"\"{n}\":1"))}}}""" },
    };

    [Theory]
    [InlineData("^abc$", "abc", "abc\\n")]
    [InlineData("^\\\\d+$", "17", "\u0661\u0667")]
    [InlineData("^\\\\p{L}+$", "\u00e9t\u00e9", "a1")]
    [InlineData("^\\\\P{L}$", "1", "a")]
    [InlineData("^\\\\w$", "_", "\u00e9")]
    [InlineData("^\\\\s$", "\ufeff", "a")]
    [InlineData("^[^\\\\D]$", "7", "a")]
    [InlineData("^.$", "😀", "😀😀")]
    [InlineData("^[😀-😂]$", "😁", "😃")]
    [InlineData("^[^a]$", "😀", "a")]
    [InlineData("a(b|cd)*e", "xxabcdcdbexx", "abce")]
    [InlineData("^(a?){3}b{2,}$", "aabbb", "aaaabb")]
    [InlineData("^(?:x|(?<year>\\\\d{4}))$", "2026", "202")]
    [InlineData("\\\\bcat\\\\b", "a cat.", "concat")]
    [InlineData("^(a*)*$", "aaaa", "aab")]
    [InlineData("^$", "", "a")]
    [InlineData("^\\\\u{1F600}\\\\x41\\\\cJ?$", "😀A", "A")]
    public void Check_Pattern_IsThatOfEcmaScript(string pattern, string good, string bad)
    {
        var schema = Parse($$"""{"pattern":"{{pattern}}"}""");

        Assert.Empty(Check(schema, $"\"{good}\""));
        Assert.NotEmpty(Check(schema, $"\"{bad}\""));
    }

    [Theory]
    [InlineData("""{"enum":[1,2]}""", "1e99999999999")]
    [InlineData("""{"const":{"a":1}}""", """{"a":1e-99999999999}""")]
    [InlineData("""{"maximum":1e400}""", "1e99999999999")]
    [InlineData("""{"type":"integer"}""", "1e-99999999999")]
    [InlineData("""{"uniqueItems":true}""", "[1e99999999999,10e99999999998]")]
    [InlineData("""{"uniqueItems":true}""", """[{"a":1,"b":2},{"b":2.0,"a":1}]""")]
    public void Check_NumbersBeyondMachines_DoNotFit(string schema, string value) => Assert.NotEmpty(Check(Parse(schema), value));

    [Fact]
    public void Check_ManyDistinctItems_Fit()
    {
        Assert.Empty(Check(Parse("""{"uniqueItems":true}"""), $"[{string.Join(',', Enumerable.Range(0, 40_000))}]"));
        Assert.Empty(Check(
            Parse("""{"type":"array","items":{"type":"object","required":["id"],"properties":{"id":{"type":"integer","minimum":0}}}}"""),
            $"[{string.Join(',', Enumerable.Range(0, 10_000).Select(n => $$"""{"id":{{n}},"name":"n"}"""))}]"));
    }

    [Fact]
    public void Check_EscapeThatStandsForNoCharacter_DoesNotFit() => Assert.Single(Check(Parse("""{"maxLength":3}"""), "\"\\ud800\""));

    private static EventSchema Parse(string schema) => EventSchema.Parse(Encoding.UTF8.GetBytes(schema));

    private static IReadOnlyList<SchemaError> Check(EventSchema schema, string json) => schema.Check(Encoding.UTF8.GetBytes(json), new SchemaBudget(CancellationToken.None));
}
