namespace Webhooks.Core.Events;

/// <summary>
/// Identifies an event: a UUIDv7 (RFC 9562 §5.7), written <c>evt_</c> and 32 lower-case hex digits.
/// Ids sort by creation time, which is what partitions and keyset pages rely on.
/// </summary>
public readonly record struct EventId(Guid Value)
{
    public const string Prefix = "evt_";

    public static EventId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    /// <summary>The creation time in the id, in whole milliseconds.</summary>
    public DateTimeOffset CreatedAt => PrefixedId.TimeOf(Value);

    public override string ToString() => PrefixedId.Format(Prefix, Value);

    public static bool TryParse(ReadOnlySpan<char> text, out EventId id)
    {
        var ok = PrefixedId.TryParse(Prefix, text, out var value);
        id = new EventId(value);
        return ok;
    }
}
