using System.Text;
using Webhooks.Core.Events;

namespace Webhooks.Tests.Unit.Events;

// What is no event, and where.
public sealed partial class PayloadInspectorTests
{
    private static readonly byte[][] Seeds =
    [
        [.. """{"event":"order.created","id":17,"lines":[{"sku":"a\u00e9","n":1.5e3},null,true]}"""u8],
        [.. """{"event_type":"user.created","payload":{"deep":{"er":[[[]]]}},"reference_id":"r-1","idempotency_key":"k"}"""u8],
        [.. """{"\u0065vent":"\ud83d\ude00","type":"t","reference_id":"\"\\\/\b\f\n\r\t"}"""u8],
    ];

    private static readonly string[] Spellings = ["x", "é", "\\u0041"];

    [Theory]
    [InlineData("""{"event":"a b","event_type":5,"reference_id":"","payload":{}}""", null)]
    [InlineData("""{"event_type":"a","payload":{},"idempotency_key":{}}""", null)]
    [InlineData("[]", "The body is a JSON array; send a JSON object.")]
    [InlineData("{", "The body is not valid JSON at byte 1; send one JSON object.")]
    [InlineData("", "The body is empty; send a JSON object.")]
    public void PayloadFault_OfABody_IsAboutItsFormAlone(string body, string? fault) =>
        Assert.Equal(fault, PayloadInspector.PayloadFault(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("", PayloadError.Empty, "The body is empty; send a JSON object.")]
    [InlineData(" \n ", PayloadError.Empty, "The body is empty; send a JSON object.")]
    [InlineData("[]", PayloadError.NotAnObject, "The body is a JSON array; send several events to /v1/events/bulk, or one JSON object.")]
    [InlineData("\"x\"", PayloadError.NotAnObject, "The body is a JSON string; send a JSON object.")]
    [InlineData("1", PayloadError.NotAnObject, "The body is a JSON number; send a JSON object.")]
    [InlineData("null", PayloadError.NotAnObject, "The body is a JSON null; send a JSON object.")]
    [InlineData("true", PayloadError.NotAnObject, "The body is a JSON boolean; send a JSON object.")]
    [InlineData("{'a':1}", PayloadError.NotJson, "The body is not valid JSON at byte 1; send one JSON object.")]
    [InlineData("{\"a\":1,}", PayloadError.NotJson, "The body is not valid JSON at byte 7; send one JSON object.")]
    [InlineData("{\n\"a\":1,\n \"b\":nul}", PayloadError.NotJson, "The body is not valid JSON at byte 17; send one JSON object.")]
    [InlineData("{\"a\":1} {}", PayloadError.NotJson, "The body is not valid JSON at byte 8; send one JSON object.")]
    [InlineData("{\"a\":", PayloadError.NotJson, "The body is not valid JSON at byte 5; send one JSON object.")]
    [InlineData("{\"a\":NaN}", PayloadError.NotJson, "The body is not valid JSON at byte 5; send one JSON object.")]
    [InlineData("{/**/}", PayloadError.NotJson, "The body is not valid JSON at byte 1; send one JSON object.")]
    [InlineData("{\"event\":\"a\\u0007\"}", PayloadError.BadEventType, "The event type in 'event' holds a control character.")]
    [InlineData("{\"type\":\"\\ud800\"}", PayloadError.BadEventType, "The event type in 'type' holds half of a surrogate pair.")]
    [InlineData(
        "{\"event_type\":\"a\",\"payload\":{},\"reference_id\":\"\\u0000\"}", PayloadError.BadMember,
        "The value of 'reference_id' holds a control character.")]
    public void Inspect_UnusableBody_SaysWhatAndWhere(string body, PayloadError error, string detail)
    {
        var result = Inspect(body, out _);

        Assert.Equal((error, detail), (result.Error, result.Detail));
    }

    [Fact]
    public void Inspect_InvalidUtf8_GivesTheByte()
    {
        var result = PayloadInspector.Inspect([.. "{\"a\":\"é"u8, 0xC3, 0x28, .. "\"}"u8]);

        Assert.Equal((PayloadError.NotUtf8, true), (result.Error, result.Detail!.Contains("at byte 8;", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(64, PayloadError.None)]
    [InlineData(65, PayloadError.TooDeep)]
    [InlineData(66, PayloadError.TooDeep)]
    [InlineData(100_000, PayloadError.TooDeep)]
    public void Inspect_NestedBody_AllowsSixtyFourLevels(int levels, PayloadError expected)
    {
        var arrays = "{\"a\":" + new string('[', levels - 1) + new string(']', levels - 1) + "}";
        var objects = string.Concat(Enumerable.Repeat("{\"a\":", levels - 1)) + "{}" + new string('}', levels - 1);

        Assert.Equal((expected, expected), (Inspect(arrays, out _).Error, Inspect(objects, out _).Error));
    }

    [Theory]
    [InlineData("event_type", 128, 129, PayloadError.BadEventType)]
    [InlineData("reference_id", 128, 129, PayloadError.BadMember)]
    [InlineData("idempotency_key", 255, 256, PayloadError.BadMember)]
    public void Inspect_LongMember_IsRefusedFromOneCharacterOver(string field, int fits, int tooLong, PayloadError expected)
    {
        foreach (var character in Spellings)
        {
            Assert.Equal(PayloadError.None, Inspect(Body(character, fits), out _).Error);
            var refused = Inspect(Body(character, tooLong), out _);
            Assert.Equal(expected, refused.Error);
            Assert.Contains($"'{field}' is longer than {fits} characters", refused.Detail!, StringComparison.Ordinal);
        }

        string Body(string character, int count)
        {
            var type = field is "event_type" ? "" : "\"event_type\":\"a\",";
            return $"{{{type}\"payload\":{{}},\"{field}\":\"{string.Concat(Enumerable.Repeat(character, count))}\"}}";
        }
    }

    [Fact]
    public void Inspect_SeededMutations_NeverThrowsAndKeepsItsPromises()
    {
        var random = new Random(42);
        var outcomes = new HashSet<PayloadError>();
        for (var i = 0; i < 5_000; i++)
        {
            var body = Mutate(Seeds[i % Seeds.Length], random);
            var result = PayloadInspector.Inspect(body);

            outcomes.Add(result.Error);
            Assert.Equal(result.IsOk, result.Detail is null);
            Assert.InRange(result.EventType.Length, 1, PayloadInspector.MaxEventTypeLength);
            Assert.True(!result.IsOk || body.AsSpan()[result.Payload].Trim(" \t\r\n"u8) is [(byte)'{', .., (byte)'}']);
        }

        Assert.True(outcomes.Count >= 4, string.Join(", ", outcomes));
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        var body = seed.ToList();
        for (var edits = random.Next(1, 5); edits > 0 && body.Count > 0; edits--)
        {
            var at = random.Next(body.Count);
            switch (random.Next(4))
            {
                case 0: body[at] = (byte)random.Next(256); break;
                case 1: body.RemoveAt(at); break;
                case 2: body.Insert(at, (byte)"{}[]\",:\\u0e-"[random.Next(12)]); break;
                default: body.RemoveRange(at, Math.Min(random.Next(8), body.Count - at)); break;
            }
        }

        return [.. body];
    }
}
