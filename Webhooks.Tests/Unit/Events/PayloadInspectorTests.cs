using System.Text;
using Webhooks.Core.Events;

namespace Webhooks.Tests.Unit.Events;

public sealed partial class PayloadInspectorTests
{
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

    private static PayloadInspection Inspect(string body, out string payload)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var result = PayloadInspector.Inspect(bytes);
        payload = result.IsOk ? Encoding.UTF8.GetString(bytes.AsSpan()[result.Payload]) : "";
        return result;
    }
}
