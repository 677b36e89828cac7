namespace Webhooks.Core.Events;

public static partial class PayloadInspector
{
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

        var typed = members.AreTyped;
        var referenceFault = TextFault(members.ReferenceId, body, MaxReferenceIdLength, out var referenceId);
        var result = new PayloadInspection
        {
            EventType = eventType,
            Form = typed ? PayloadForm.Typed : PayloadForm.Raw,
            Payload = typed ? members.Payload.Start..members.Payload.End : ..body.Length,
            ReferenceId = referenceId,
        };
        if (!typed)
        {
            return members.HaveTypeAndPayload && !members.IdempotencyKey.IsAbsent
                ? PayloadInspection.Refused(PayloadError.BadMember, StrayKey(members.Other, body))
                : result;
        }

        if (MemberFault(members.ReferenceId, referenceFault, MaxReferenceIdLength) is { } badReference)
        {
            return PayloadInspection.Refused(PayloadError.BadMember, $"The value of 'reference_id' {badReference}.");
        }

        var keyFault = TextFault(members.IdempotencyKey, body, MaxIdempotencyKeyLength, out var key);
        return MemberFault(members.IdempotencyKey, keyFault, MaxIdempotencyKeyLength) is { } badKey
            ? PayloadInspection.Refused(PayloadError.BadMember, $"The value of 'idempotency_key' {badKey}.")
            : result with { IdempotencyKey = key };
    }

    private static string? MemberFault(in Value value, string? fault, int maxLength) =>
        value.IsTextOrAbsent ? fault : $"must be a text of 1 to {maxLength} characters; leave it out when there is none";

    private static string StrayKey(in Value other, ReadOnlySpan<byte> body)
    {
        var name = TextFault(other, body, MaxEventTypeLength, out var text) is null && text is not null ? $"'{text}'" : "another member, or one of them twice,";
        return "'idempotency_key' counts in a body of exactly 'event_type', 'payload', 'reference_id' and 'idempotency_key'. This one has "
            + $"{name} as well. Send the key in the header Idempotency-Key, or put that member into 'payload'.";
    }

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
