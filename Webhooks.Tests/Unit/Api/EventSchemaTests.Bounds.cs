using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Webhooks.Api.EventTypes.Schemas;
using Webhooks.Api.Shares;

namespace Webhooks.Tests.Unit.Api;

// What a schema and an event may cost.
public sealed partial class EventSchemaTests
{
    [Fact]
    public void Parse_TooLargeTooDeepOrTooManyPatterns_IsRefused()
    {
        Assert.Throws<SchemaException>(() => Parse($$"""{"description":"{{new string('a', 64 << 10)}}"}"""));
        Assert.Throws<SchemaException>(() => Parse(string.Concat(Enumerable.Repeat("{\"not\":", 70)) + "true" + new string('}', 70)));
        Assert.Throws<SchemaException>(() => Parse($$"""{"allOf":[{{string.Join(',', Enumerable.Repeat("""{"pattern":"a{1000}"}""", 6))}}]}"""));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Check_HostileSchemaOrEvent_EndsSoon(string schema, string value)
    {
        var parsed = Parse(schema);
        var clock = Stopwatch.StartNew();

        var errors = Check(parsed, value);

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.InRange(errors.Count, 0, 20);
    }

    /// <summary>A text as long as an event.</summary>
    [Theory]
    [InlineData("^.+$", "x", 250_000)]
    [InlineData("^[\\s\\S]*$", "x", 250_000)]
    [InlineData("^[0-9a-f]+$", "a", 250_000)]
    [InlineData("^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$", "QUJD", 62_000)]
    [InlineData("^\\S(.*\\S)?$", "ab", 120_000)]
    [InlineData("^[\\p{L}\\s,.]*$", "Zoe, ", 50_000)]
    public void Check_LongTextAndAnOrdinaryPattern_IsNotTooCostly(string pattern, string part, int count) =>
        Assert.Empty(Check(Parse($$"""{"properties":{"t":{"pattern":{{JsonSerializer.Serialize(pattern)}}} } }"""), $$"""{"t":"{{string.Concat(Enumerable.Repeat(part, count))}}"}"""));

    /// <summary>What an event of 256 KiB may hold of numbers.</summary>
    [Theory]
    [InlineData("""{"items":{"type":"integer","minimum":0}}""", "7", 50_000)]
    [InlineData("""{"items":{"multipleOf":0.01}}""", "19.99", 40_000)]
    [InlineData("""{"items":{"type":"object","required":["id","price"],"properties":{"id":{"type":"string","pattern":"^sku-[0-9]+$"},"price":{"type":"number","minimum":0,"multipleOf":0.01}}}}""", """{"id":"sku-1234","price":19.99}""", 8_000)]
    public void Check_ManyOrdinaryItems_IsNotTooCostly(string schema, string item, int count) =>
        Assert.Empty(Check(Parse(schema), $"[{string.Join(',', Enumerable.Repeat(item, count))}]"));

    [Theory]
    [InlineData("""{"$ref":"#"}""", "comes back to itself")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"anyOf":[{"$ref":"#/$defs/b"}]},"b":{"not":{"$ref":"#/$defs/a"}}}}""", "comes back to itself")]
    [InlineData(null, "more than 2000 times")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-07/schema#"}""", "the one draft")]
    [InlineData("""{"properties":{"a":{"$id":"x"}}}""", "no $id")]
    [InlineData("""{"pattern":"(?=a)b"}""", "look-ahead")]
    [InlineData("""{"pattern":"a{1001}"}""", "repeats more than 1000 times")]
    [InlineData("""{"pattern":"(a{500}){500}"}""", "too costly")]
    [InlineData("""{"pattern":"\\p{Script=Greek}"}""", "general category")]
    [InlineData("""{"pattern":"\\a"}""", "stands for nothing")]
    [InlineData("""{"properties":{"a":{"type":"integer"},"a":{"type":"string"}}}""", "holds a member twice")]
    [InlineData("""{"required":["a"],"required":[]}""", "holds a member twice")]
    [InlineData("""{"required":["a"],"\u0072equired":[]}""", "holds a member twice")]
    public void Parse_WhatIsTooCostlyOrInexact_IsRefusedByName(string? schema, string reason) =>
        Assert.Contains(reason, Assert.Throws<SchemaException>(() => Parse(schema ?? Doubling())).Message, StringComparison.Ordinal);

    [Fact]
    public void Check_HostilePatterns_KeepNoMemory()
    {
        var schema = Parse(Patterns());
        var random = new Random(1);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < 10; i++)
        {
            Check(schema, $"\"{string.Concat(Enumerable.Range(0, 1_000).Select(_ => random.Next(2) == 0 ? 'a' : 'b'))}\"");
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 20 << 20);
    }

    [Fact]
    public void Check_CallerHasGone_Stops()
    {
        using var gone = new CancellationTokenSource();
        gone.Cancel();

        Assert.Throws<OperationCanceledException>(() =>
            Parse(Patterns()).Check(Encoding.UTF8.GetBytes($"\"{new string('a', 100_000)}\""), new SchemaBudget(gone.Token)));
    }

    [Fact]
    public void Check_ManyCostlyEventsOfARequest_ShareItsBudget()
    {
        var (schema, budget) = (Parse(Patterns()), new SchemaBudget(CancellationToken.None));
        var costly = Encoding.UTF8.GetBytes($"\"{new string('a', 1_000)}\"");

        const int Most = (int)(SchemaBudget.StepsPerRequest / SchemaBudget.StepsPerEvent);

        var answers = Enumerable.Range(0, Most - 1).Select(_ => schema.Check(costly, budget)).ToList();
        var spent = Assert.Throws<BudgetSpentException>(() => Enumerable.Range(0, 2).Select(_ => schema.Check(costly, budget)).ToList());

        Assert.All(answers, static errors => Assert.Contains("takes too long", errors[0].Message, StringComparison.Ordinal));
        Assert.Contains("Send fewer at once", spent.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(schema.Check("\"ac\""u8.ToArray(), budget), static error => error.Message.Contains("too long", StringComparison.Ordinal));
    }

    [Fact]
    public void Check_CostlyEventsOfATenant_TakeOfItsShareAndAreDoneOnceBegun()
    {
        var (schema, share) = (Parse(Patterns()), new CheckingShare(new FakeTimeProvider()));
        var costly = Encoding.UTF8.GetBytes($"\"{new string('a', 1_000)}\"");

        const int Most = (int)(CheckingShare.Burst / SchemaBudget.StepsPerEvent);

        Assert.All(Enumerable.Range(0, Most), _ => Assert.Contains("takes too long", schema.Check(costly, Budget())[0].Message, StringComparison.Ordinal));
        var spent = Assert.Throws<BudgetSpentException>(() => schema.Check(costly, Budget()));

        Assert.Contains("the tenant's share", spent.Message, StringComparison.Ordinal);
        Assert.Single(schema.Check("\"b\""u8.ToArray(), Budget()));

        SchemaBudget Budget() => new(CancellationToken.None, share);
    }

    private static string Patterns() =>
        $$"""{"anyOf":[{{string.Join(',', Enumerable.Range(0, 100).Select(n => $$"""{"pattern":"[ab]*a[ab]{{{10 + (n % 10)}}}c"}"""))}}]}""";

    // Each level doubles the work: 2^28 of it, if nobody counted.
    private static string Doubling()
    {
        var levels = Enumerable.Range(0, 28).Select(n => $$"""
            "d{{n}}": {"allOf": [ {"$ref":"#/$defs/d{{n + 1}}"}, {"$ref":"#/$defs/d{{n + 1}}"} ] },
            """);
        return $$"""{"$ref":"#/$defs/d0", "$defs": { {{string.Concat(levels)}} "d28":true } }""";
    }
}
