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
            return result;
        }

        if (referenceFault is not null)
        {
            return PayloadInspection.Refused(PayloadError.BadMember, $"The value of 'reference_id' {referenceFault}.");
        }

        return TextFault(members.IdempotencyKey, body, MaxIdempotencyKeyLength, out var key) is { } keyFault
            ? PayloadInspection.Refused(PayloadError.BadMember, $"The value of 'idempotency_key' {keyFault}.")
            : result with { IdempotencyKey = key };
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
        eventType = text ?? DefaultEventType;
        if (text is not null && mayBeKnown)
        {
            KnownNames.Add(bytes, text);
        }

        return fault;
    }
}
