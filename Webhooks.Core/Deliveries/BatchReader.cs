using System.Runtime.InteropServices;
using System.Text;
using Webhooks.Core.Events;

namespace Webhooks.Core.Deliveries;

/// <summary>Reads what <see cref="BatchWriter"/> has written.</summary>
/// <remarks>Every member throws <see cref="InvalidDataException"/> where the bytes end early or make no sense.</remarks>
internal ref struct BatchReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _left = bytes;

    public readonly bool IsAtEnd => _left.IsEmpty;

    public byte Byte() => Take(1)[0];

    public int Number() => Long() is <= int.MaxValue and var value ? (int)value : throw new InvalidDataException();

    public Guid Id() => new(Take(16), bigEndian: true);

    public ReadOnlySpan<byte> Bytes() => Take(Number());

    /// <summary>What the deliveries of an event have in common. Texts that are the same as the event's before are not made anew.</summary>
    public Common Event(in Common previous) => new(
        Id(),
        (EventForm)Byte(),
        Text(previous.TenantId) ?? throw new InvalidDataException(),
        Text(previous.EventType) ?? throw new InvalidDataException(),
        Text() ?? throw new InvalidDataException(),
        Text(),
        Text());

    public DeliveryHeader Delivery(in Common common)
    {
        var endpoint = Id();
        var flags = (DeliveryFlags)Byte();
        return new DeliveryHeader
        {
            EventId = common.EventId,
            Form = common.Form,
            TenantId = common.TenantId!,
            EventType = common.EventType!,
            CorrelationId = common.CorrelationId!,
            ReferenceId = common.ReferenceId,
            TraceParent = common.TraceParent,
            EndpointId = endpoint,
            Republished = flags.HasFlag(DeliveryFlags.Republished),
            IsResend = flags.HasFlag(DeliveryFlags.Resend),
            IsHandedOver = flags.HasFlag(DeliveryFlags.HandedOver),
            Ordinal = Number() is <= short.MaxValue and var ordinal ? (short)ordinal : throw new InvalidDataException(),
            Cycle = Number(),
            PriorAttempts = Number(),
            BudgetUsed = Number(),
            DueAt = flags.HasFlag(DeliveryFlags.Due) ? Time() : null,
        };
    }

    private DateTimeOffset Time() =>
        Long() is var value && value <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? DateTimeOffset.FromUnixTimeMilliseconds(value) : throw new InvalidDataException();

    private string? Text(string? likely = null)
    {
        if (Number() is not (> 0 and var length))
        {
            return null;
        }

        var utf8 = Take(length - 1);
        return likely is not null && Ascii.Equals(utf8, likely) ? likely : Encoding.UTF8.GetString(utf8);
    }

    private long Long()
    {
        long value = 0;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var next = Byte();
            value |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException();
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _left.Length)
        {
            throw new InvalidDataException();
        }

        var taken = _left[..count];
        _left = _left[count..];
        return taken;
    }

    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Common(
        Guid EventId, EventForm Form, string? TenantId, string? EventType, string? CorrelationId, string? ReferenceId, string? TraceParent);
}
