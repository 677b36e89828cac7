using System.Runtime.InteropServices;
using System.Text.Json;

namespace Webhooks.Core.Events;

public static partial class PayloadInspector
{
    private enum Member
    {
        Other,
        Event,
        EventType,
        Type,
        Payload,
        ReferenceId,
        IdempotencyKey,
    }

    private static Member EscapedMemberOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.ValueTextEquals("event"u8) ? Member.Event
                : reader.ValueTextEquals("event_type"u8) ? Member.EventType
                : reader.ValueTextEquals("type"u8) ? Member.Type
                : reader.ValueTextEquals("payload"u8) ? Member.Payload
                : reader.ValueTextEquals("reference_id"u8) ? Member.ReferenceId
                : reader.ValueTextEquals("idempotency_key"u8) ? Member.IdempotencyKey
                : Member.Other;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: legal in JSON's grammar, equal to no name.
            return Member.Other;
        }
    }

    /// <summary>A top-level member's value as a place in the body; Kind is None when it is absent.</summary>
    [StructLayout(LayoutKind.Auto)]
    private record struct Value
    {
        public JsonTokenType Kind;
        public bool IsEscaped;
        public int Start;
        public int End;

        public readonly bool IsText => Kind == JsonTokenType.String && End - Start > 2;

        public readonly bool IsTextOrAbsent => IsText || IsAbsent;

        public readonly bool IsAbsent => Kind is JsonTokenType.Null or JsonTokenType.None;
    }

    [StructLayout(LayoutKind.Auto)]
    private record struct Members
    {
        public Value Event;
        public Value EventType;
        public Value Type;
        public Value Payload;
        public Value ReferenceId;
        public Value IdempotencyKey;
        private bool _others;

        /// <summary>The name of the first member that the typed form does not have, in its quotes.</summary>
        public Value Other;

        public readonly bool AreTyped => !_others && Event.Kind == JsonTokenType.None && Type.Kind == JsonTokenType.None && HaveTypeAndPayload;

        public readonly bool HaveTypeAndPayload => EventType.IsText && Payload.Kind == JsonTokenType.StartObject;

        public void SetOther(int start, int length, bool isEscaped)
        {
            if (Other.Kind == JsonTokenType.None)
            {
                Other = new Value { Kind = JsonTokenType.String, Start = start, End = start + length + 2, IsEscaped = isEscaped };
            }
        }

        public void Set(Member member, in Value value)
        {
            switch (member)
            {
                case Member.Event: Set(ref Event, value); break;
                case Member.EventType: Set(ref EventType, value); break;
                case Member.Type: Set(ref Type, value); break;
                case Member.Payload: Set(ref Payload, value); break;
                case Member.ReferenceId: Set(ref ReferenceId, value); break;
                case Member.IdempotencyKey: Set(ref IdempotencyKey, value); break;
                default: _others = true; break;
            }
        }

        // A repeated member is one too many for the typed form.
        private void Set(ref Value place, in Value value)
        {
            _others |= place.Kind != JsonTokenType.None;
            place = value;
        }
    }
}
