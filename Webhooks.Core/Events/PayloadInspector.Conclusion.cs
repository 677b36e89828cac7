using System.Text.Json;

namespace Webhooks.Core.Events;

public static partial class PayloadInspector
{
    private const string TypedMembers = "'event_type', 'payload', 'reference_id' and 'idempotency_key'";
    private const string AsItIs = " To send the whole body as the event, name its type in 'type' and not in 'event_type', and give a key in the header Idempotency-Key.";

    private static PayloadInspection Conclude(in Members members, ReadOnlySpan<byte> body)
    {
        var (field, value) = members.Event.IsText ? ("event", members.Event)
            : members.EventType.IsText ? ("event_type", members.EventType)
            : ("type", members.Type);
        var eventType = DefaultEventType;
        if (value.IsText && EventTypeFault(value, body, out eventType) is { } fault)
        {
            return PayloadInspection.Refused(PayloadError.BadEventType, $"The event type in '{field}' {fault}.");
        }

        var referenceFault = TextFault(members.ReferenceId, body, MaxReferenceIdLength, out var referenceId);
        if (!members.AreMeantTyped)
        {
            return new PayloadInspection { EventType = eventType, Form = PayloadForm.Raw, Payload = ..body.Length, ReferenceId = referenceId };
        }

        var keyFault = TextFault(members.IdempotencyKey, body, MaxIdempotencyKeyLength, out var key);
        var refusal = FormFault(members, body)
            ?? MemberFault("reference_id", members.ReferenceId, referenceFault, MaxReferenceIdLength)
            ?? MemberFault("idempotency_key", members.IdempotencyKey, keyFault, MaxIdempotencyKeyLength);
        return refusal is not null ? PayloadInspection.Refused(PayloadError.BadMember, refusal) : new PayloadInspection
        {
            EventType = eventType,
            Form = PayloadForm.Typed,
            Payload = members.Payload.Start..members.Payload.End,
            ReferenceId = referenceId,
            IdempotencyKey = key,
        };
    }

    /// <summary>Why a body that is meant to have the typed form does not have it.</summary>
    private static string? FormFault(in Members members, ReadOnlySpan<byte> body)
    {
        if (members.EventType.Kind == JsonTokenType.None)
        {
            return "'idempotency_key' counts beside 'payload' only with the type in 'event_type', which is missing. Add it, or send the key in the header Idempotency-Key and leave it out here.";
        }

        if (members.Surplus is { Kind: not JsonTokenType.None } surplus)
        {
            var name = TextFault(surplus, body, MaxEventTypeLength, out var text) is null && text is not null ? $"'{text}'" : "A member";
            return $"{name} is no member of a body with 'event_type' and 'payload': it may have {TypedMembers}. Put it into 'payload'.{AsItIs}";
        }

        return members.Repeated != Member.Other ? $"'{NameOf(members.Repeated)}' is given twice. Give it once."
            : !members.EventType.IsText ? $"'event_type' must be a text of 1 to {MaxEventTypeLength} characters.{AsItIs}"
            : members.Payload.Kind != JsonTokenType.StartObject ? $"'payload' must be a JSON object beside 'event_type'.{AsItIs}"
            : null;
    }

    private static string? MemberFault(string name, in Value value, string? fault, int maxLength) =>
        !value.IsTextOrAbsent ? $"The value of '{name}' must be a text of 1 to {maxLength} characters; leave it out when there is none."
            : fault is null ? null
            : $"The value of '{name}' {fault}.";

    private static string? EventTypeFault(in Value value, ReadOnlySpan<byte> body, out string eventType)
    {
        var bytes = body[(value.Start + 1)..(value.End - 1)];
        var mayBeKnown = !value.IsEscaped && bytes.Length <= KnownNames.LongestName;
        if (mayBeKnown && KnownNames.Find(bytes) is { } known)
        {
            eventType = known;
            return null;
        }

        var fault = TextFault(value, body, MaxEventTypeLength, out var text);
        if (text is not null && !EventTypeName.IsValid(text))
        {
            (fault, text) = ("holds white space, '/' or '*', or is '.' or '..'", null);
        }

        eventType = text ?? DefaultEventType;
        if (text is not null && mayBeKnown)
        {
            KnownNames.Add(bytes, text);
        }

        return fault;
    }
}
