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

    private static string NameOf(Member member) => member switch
    {
        Member.EventType => "event_type",
        Member.Payload => "payload",
        Member.ReferenceId => "reference_id",
        _ => "idempotency_key",
    };

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

        /// <summary>The name, in its quotes, of the first member that the typed form does not have.</summary>
        public Value Surplus;

        /// <summary>One that is there twice; <see cref="Member.Other"/> when none is.</summary>
        public Member Repeated;

        /// <summary>What these say together has no meaning in a body that is delivered as it is.</summary>
        public readonly bool AreMeantTyped => Payload.Kind != JsonTokenType.None && (EventType.Kind != JsonTokenType.None || !IdempotencyKey.IsAbsent);

        public void Set(Member member, in Value value)
        {
            switch (member)
            {
                case Member.Event: Set(ref Event, member, value); break;
                case Member.EventType: Set(ref EventType, member, value); break;
                case Member.Type: Set(ref Type, member, value); break;
                case Member.Payload: Set(ref Payload, member, value); break;
                case Member.ReferenceId: Set(ref ReferenceId, member, value); break;
                case Member.IdempotencyKey: Set(ref IdempotencyKey, member, value); break;
                default: break;
            }
        }

        private void Set(ref Value place, Member member, in Value value)
        {
            Repeated = place.Kind == JsonTokenType.None ? Repeated : member;
            place = value;
        }
    }
}
