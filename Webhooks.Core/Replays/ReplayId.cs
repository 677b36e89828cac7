using Webhooks.Core.Events;

namespace Webhooks.Core.Replays;

/// <summary>Identifies a replay: a UUIDv7, written <c>rpl_</c> and 32 lower-case hex digits.</summary>
public readonly record struct ReplayId(Guid Value)
{
    public const string Prefix = "rpl_";

    public static ReplayId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public override string ToString() => PrefixedId.Format(Prefix, Value);

    public static bool TryParse(ReadOnlySpan<char> text, out ReplayId id)
    {
        var ok = PrefixedId.TryParse(Prefix, text, out var value);
        id = new ReplayId(value);
        return ok;
    }
}
