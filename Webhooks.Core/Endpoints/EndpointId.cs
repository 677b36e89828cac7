using Webhooks.Core.Events;

namespace Webhooks.Core.Endpoints;

/// <summary>Identifies an endpoint: a UUIDv7, written <c>whe_</c> and 32 lower-case hex digits.</summary>
public readonly record struct EndpointId(Guid Value)
{
    public const string Prefix = "whe_";

    public static EndpointId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public override string ToString() => PrefixedId.Format(Prefix, Value);

    public static bool TryParse(ReadOnlySpan<char> text, out EndpointId id)
    {
        var ok = PrefixedId.TryParse(Prefix, text, out var value);
        id = new EndpointId(value);
        return ok;
    }
}
