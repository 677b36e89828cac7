using System.Text.Json;
using System.Text.Unicode;

namespace Webhooks.Core.Events;

/// <summary>
/// Reads the body of <c>POST /v1/events</c> in one pass: whether it is a JSON object, its event type, and whether it has the typed form
/// (exactly <c>event_type</c> and <c>payload</c>, optionally <c>reference_id</c> and <c>idempotency_key</c>). Of a repeated member the last
/// one counts, as receivers' parsers have it. An <c>idempotency_key</c> beside these two is honoured or refused, never passed over. Never throws; safe for any number of threads.
/// </summary>
public static partial class PayloadInspector
{
    public const int MaxDepth = 64;
    public const int MaxEventTypeLength = EventTypeName.MaxLength;
    public const int MaxReferenceIdLength = 128;
    public const int MaxIdempotencyKeyLength = 255;
    public const string DefaultEventType = "event";

    // One level more than allowed, so that this code and not the reader finds the level too many.
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth + 1 };

    public static PayloadInspection Inspect(ReadOnlySpan<byte> body) => Inspect(body, isEvent: true);

    /// <summary>Why a body is no payload of any event, or null when it may be one: its members are the payload's own, whatever they are called.</summary>
    public static string? PayloadFault(ReadOnlySpan<byte> body) => Inspect(body, isEvent: false).Detail;

    private static PayloadInspection Inspect(ReadOnlySpan<byte> body, bool isEvent)
    {
        if (!Utf8.IsValid(body))
        {
            return PayloadInspection.Refused(
                PayloadError.NotUtf8, $"The body is not valid UTF-8 at byte {InvalidUtf8Position(body)}; send JSON encoded as UTF-8.");
        }

        var reader = new Utf8JsonReader(body, ReaderOptions);
        var members = default(Members);
        try
        {
            var error = Read(ref reader, ref members);
            return error != PayloadError.None ? Explain(error, ref reader, isEvent) : isEvent ? Conclude(members, body) : default;
        }
        catch (JsonException exception)
        {
            return body.Trim(" \t\r\n"u8).IsEmpty
                ? PayloadInspection.Refused(PayloadError.Empty, "The body is empty; send a JSON object.")
                : PayloadInspection.Refused(
                    PayloadError.NotJson, $"The body is not valid JSON at byte {Position(body, exception)}; send one JSON object.");
        }
    }

    private static PayloadError Read(ref Utf8JsonReader reader, ref Members members)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return PayloadError.NotAnObject;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = MemberOf(ref reader);
            if (member == Member.Other)
            {
                members.SetOther((int)reader.TokenStartIndex, reader.ValueSpan.Length, reader.ValueIsEscaped);
            }

            reader.Read();
            var start = (int)reader.TokenStartIndex;
            var value = new Value { Kind = reader.TokenType, Start = start, IsEscaped = reader.ValueIsEscaped };
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && !SkipContainer(ref reader))
            {
                return PayloadError.TooDeep;
            }

            members.Set(member, value with { End = (int)reader.BytesConsumed });
        }

        // Anything but white space behind the object throws here.
        reader.Read();
        return PayloadError.None;
    }

    private static bool SkipContainer(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                if (reader.CurrentDepth >= MaxDepth)
                {
                    return false;
                }
            }
            else if (reader.CurrentDepth == depth)
            {
                return true;
            }
        }

        return true;
    }

    private static Member MemberOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped)
        {
            return EscapedMemberOf(ref reader);
        }

        var name = reader.ValueSpan;
        return name.Length switch
        {
            4 when name.SequenceEqual("type"u8) => Member.Type,
            5 when name.SequenceEqual("event"u8) => Member.Event,
            7 when name.SequenceEqual("payload"u8) => Member.Payload,
            10 when name.SequenceEqual("event_type"u8) => Member.EventType,
            12 when name.SequenceEqual("reference_id"u8) => Member.ReferenceId,
            15 when name.SequenceEqual("idempotency_key"u8) => Member.IdempotencyKey,
            _ => Member.Other,
        };
    }
}
