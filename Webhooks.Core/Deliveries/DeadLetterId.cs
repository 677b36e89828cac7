using Webhooks.Core.Events;

namespace Webhooks.Core.Deliveries;

/// <summary>Identifies a dead letter: a UUIDv7, written <c>dl_</c> and 32 lower-case hex digits.</summary>
public readonly record struct DeadLetterId(Guid Value)
{
    public const string Prefix = "dl_";

    public override string ToString() => PrefixedId.Format(Prefix, Value);

    public static bool TryParse(ReadOnlySpan<char> text, out DeadLetterId id)
    {
        var ok = PrefixedId.TryParse(Prefix, text, out var value);
        id = new DeadLetterId(value);
        return ok;
    }
}
