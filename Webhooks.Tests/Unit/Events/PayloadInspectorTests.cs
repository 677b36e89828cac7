using System.Text;
using Webhooks.Core.Events;

namespace Webhooks.Tests.Unit.Events;

public sealed class PayloadInspectorTests
{
    private static readonly byte[][] Seeds =
    [
        [.. """{"event":"order.created","id":17,"lines":[{"sku":"a\u00e9","n":1.5e3},null,true]}"""u8],
        [.. """{"event_type":"user.created","payload":{"deep":{"er":[[[]]]}},"reference_id":"r-1","idempotency_key":"k"}"""u8],
        [.. """{"\u0065vent":"\ud83d\ude00","type":"t","reference_id":"\"\\\/\b\f\n\r\t"}"""u8],
    ];

    private static readonly string[] Spellings = ["x", "é", "\\u0041"];

    [Theory]
    [InlineData("""{}""", "event")]
    [InlineData("""{"event":"a","event_type":"b","type":"c"}""", "a")]
    [InlineData("""{"type":"c","event_type":"b","event":"a"}""", "a")]
    [InlineData("""{"type":"c","event_type":"b"}""", "b")]
    [InlineData("""{"event_type":"b"}""", "b")]
    [InlineData("""{"type":"c","x":{"event":"inner"}}""", "c")]
    [InlineData("""{"event":{"name":"x"},"type":"c"}""", "c")]
    [InlineData("""{"event":1,"event_type":null,"type":"c"}""", "c")]
    [InlineData("""{"event":"","type":"c"}""", "c")]
    [InlineData("""{"event":"first","event":"last"}""", "last")]
    [InlineData("""{"\u0065vent":"escaped"}""", "escaped")]
    [InlineData("""{"event":"caf\u00e9.\uD83D\uDE00"}""", "café.😀")]
    [InlineData("""{"event":"zahlung.geprüft"}""", "zahlung.geprüft")]
    [InlineData("""{"\ud800":1,"type":"c"}""", "c")]
    [InlineData("""{"Event":"x"}""", "event")]
    [InlineData(" \t\r\n{ \"event\" : \"a\" } \n", "a")]
    public void Inspect_RawBody_FindsTheEventTypeByPrecedence(string body, string eventType)
    {
        for (var pass = 0; pass < 2; pass++)
        {
            var result = Inspect(body, out var payload);

            Assert.Equal((PayloadError.None, PayloadForm.Raw, eventType), (result.Error, result.Form, result.EventType));
            Assert.Equal(body, payload);
        }
    }

    [Theory]
    [InlineData("""{"event_type":"user.created","payload":{"id":1}}""", """{"id":1}""", null, null)]
    [InlineData("""{"payload": { "a" : [1, {}] } , "event_type":"user.created"}""", """{ "a" : [1, {}] }""", null, null)]
    [InlineData("""{"event_type":"user.created","payload":{},"reference_id":"r-1","idempotency_key":"k-1"}""", "{}", "r-1", "k-1")]
    [InlineData("""{"event_type":"user.created","payload":{"ü":"é"},"reference_id":null}""", """{"ü":"é"}""", null, null)]
    [InlineData("""{"event\u005ftype":"user.created","payload":{},"reference_id":"\u0041"}""", "{}", "A", null)]
    public void Inspect_TypedBody_GivesThePayloadByteForByte(string body, string expected, string? referenceId, string? key)
    {
        var result = Inspect(body, out var payload);

        Assert.Equal((PayloadError.None, PayloadForm.Typed, "user.created"), (result.Error, result.Form, result.EventType));
        Assert.Equal((expected, referenceId, key), (payload, result.ReferenceId, result.IdempotencyKey));
    }

    [Theory]
    [InlineData("""{"event_type":"a","payload":{},"other":1}""")]
    [InlineData("""{"event_type":"a","payload":{},"event":"b"}""")]
    [InlineData("""{"event_type":"a","payload":{},"type":"b"}""")]
    [InlineData("""{"event_type":"a","payload":{},"payload":{}}""")]
    [InlineData("""{"event_type":"a","payload":[]}""")]
    [InlineData("""{"event_type":"a","payload":"{}"}""")]
    [InlineData("""{"event_type":"a","payload":null}""")]
    [InlineData("""{"event_type":"a"}""")]
    [InlineData("""{"event_type":"","payload":{}}""")]
    [InlineData("""{"event_type":1,"payload":{}}""")]
    [InlineData("""{"payload":{}}""")]
    [InlineData("""{"event_type":"a","payload":{},"other":1,"idempotency_key":null}""")]
    [InlineData("""{"event":"a","idempotency_key":5}""")]
    public void Inspect_NotExactlyTheTypedForm_IsRaw(string body)
    {
        var result = Inspect(body, out var payload);

        Assert.Equal((PayloadError.None, PayloadForm.Raw), (result.Error, result.Form));
        Assert.Equal(body, payload);
        Assert.Null(result.IdempotencyKey);
    }

    [Theory]
    [InlineData("""{"event_type":"a","payload":{},"reference_id":7}""", "'reference_id' must be a text of 1 to 128")]
    [InlineData("""{"event_type":"a","payload":{},"reference_id":""}""", "'reference_id' must be a text of 1 to 128")]
    [InlineData("""{"event_type":"a","payload":{},"idempotency_key":{}}""", "'idempotency_key' must be a text of 1 to 255")]
    [InlineData("""{"event_type":"a","payload":{},"idempotency_key":""}""", "'idempotency_key' must be a text of 1 to 255")]
    [InlineData("""{"event_type":"a","payload":{},"idempotency_key":"k","other":1}""", "This one has 'other' as well")]
    [InlineData("""{"idempotency_key":"k","event_type":"a","payload":{},"payload":{}}""", "one of them twice")]
    [InlineData("""{"idempotency_key":"k","event_type":"a","payload":{},"\u0041":{}}""", "This one has 'A' as well")]
    [InlineData("""{"idempotency_key":"k","event_type":"a","payload":{},"event":"b"}""", "another member")]
    public void Inspect_TypedBodyWithAValueThatCannotCount_IsRefusedByName(string body, string expected)
    {
        var result = Inspect(body, out _);

        Assert.Equal(PayloadError.BadMember, result.Error);
        Assert.Contains(expected, result.Detail!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"event":"a b","event_type":5,"reference_id":"","payload":{}}""", null)]
    [InlineData("""{"event_type":"a","payload":{},"idempotency_key":{}}""", null)]
    [InlineData("[]", "The body is a JSON array; send a JSON object.")]
    [InlineData("{", "The body is not valid JSON at byte 1; send one JSON object.")]
    [InlineData("", "The body is empty; send a JSON object.")]
    public void PayloadFault_OfABody_IsAboutItsFormAlone(string body, string? fault) =>
        Assert.Equal(fault, PayloadInspector.PayloadFault(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("order created")]
    [InlineData(" lead")]
    [InlineData("trail\u00a0")]
    [InlineData("a/b")]
    [InlineData("a.*")]
    [InlineData("\u2028")]
    [InlineData(".")]
    [InlineData("..")]
    public void Inspect_EventTypeBeyondTheGrammar_IsRefused(string eventType)
    {
        foreach (var member in new[] { "event", "event_type", "type" })
        {
            var result = Inspect($$"""{"{{member}}":"{{eventType}}"}""", out _);

            Assert.Equal(PayloadError.BadEventType, result.Error);
            Assert.Contains($"in '{member}' holds white space", result.Detail!, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"reference_id":"r-9","n":1}""", "r-9")]
    [InlineData("""{"reference_id":9}""", null)]
    [InlineData("""{"reference_id":"\u0000"}""", null)]
    [InlineData("""{"x":{"reference_id":"inner"}}""", null)]
    public void Inspect_RawBodyWithReference_ExposesItWhenItIsUsable(string body, string? referenceId) =>
        Assert.Equal(referenceId, Inspect(body, out _).ReferenceId);

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

    private static PayloadInspection Inspect(string body, out string payload)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var result = PayloadInspector.Inspect(bytes);
        payload = result.IsOk ? Encoding.UTF8.GetString(bytes.AsSpan()[result.Payload]) : "";
        return result;
    }
}
