using System.Globalization;
using Webhooks.Core.Events;

namespace Webhooks.Core.Deliveries;

/// <summary>
/// Identifies a delivery: its event's id and the delivery's place among the event's deliveries, written
/// <c>dlv_</c>, the event's 32 hex digits and 4 hex digits of the ordinal. One primary key (event, ordinal)
/// so answers by delivery, by event and by time.
/// </summary>
public readonly record struct DeliveryId(EventId Event, short Ordinal)
{
    public const string Prefix = "dlv_";

    private const int Length = 4 + 32 + 4;

    public override string ToString() => string.Create(Length, this, static (span, id) => id.Write(span));

    /// <summary>
    /// What JetStream deduplicates by within its window: the delivery and its cycle, so that the same intent
    /// published twice is stored once while a manual retry is a message of its own.
    /// </summary>
    public string MessageId(int cycle) => string.Create(CultureInfo.InvariantCulture, $"{this}-{cycle}");

    public static bool TryParse(ReadOnlySpan<char> text, out DeliveryId id)
    {
        id = default;
        if (text.Length != Length || !text.StartsWith(Prefix, StringComparison.Ordinal)
            || !Guid.TryParseExact(text[4..36], "N", out var value)
            || !short.TryParse(text[36..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var ordinal)
            || ordinal < 0)
        {
            return false;
        }

        id = new DeliveryId(new EventId(value), ordinal);
        return true;
    }

    private void Write(Span<char> span)
    {
        Prefix.CopyTo(span);
        Event.Value.TryFormat(span[4..], out _, "N");
        Ordinal.TryFormat(span[36..], out _, "x4", CultureInfo.InvariantCulture);
    }
}
