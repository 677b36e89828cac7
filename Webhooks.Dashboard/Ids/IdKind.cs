using System.Globalization;

namespace Webhooks.Dashboard.Ids;

/// <summary>The form of an id by which people look for something: a prefix and digits that no case changes.</summary>
/// <param name="List">The part of a path that lists things of this kind; null where they have no pages of their own.</param>
internal sealed record IdKind(string Prefix, string Noun, int Digits, string? List)
{
    private const int TimeDigits = 12;
    private static readonly DateTimeOffset Earliest = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly IdKind Event = new("evt_", "an event", 32, "events");
    public static readonly IdKind Delivery = new("dlv_", "a delivery", 36, "deliveries");
    public static readonly IdKind Endpoint = new("whe_", "an endpoint", 32, "endpoints");
    public static readonly IdKind DeadLetter = new("dl_", "a dead letter", 32, List: null);
    public static readonly IdKind Replay = new("rpl_", "a replay", 32, "replays");

    public static IReadOnlyList<IdKind> All { get; } = [Event, Delivery, Endpoint, DeadLetter, Replay];

    /// <summary>A sentence.</summary>
    public string Form => string.Create(CultureInfo.InvariantCulture, $"The id of {Noun} is {Prefix} and {Digits} hexadecimal digits.");

    /// <summary>Null when it begins as no id does.</summary>
    public static IdKind? Of(string text) => All.FirstOrDefault(kind => text.StartsWith(kind.Prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>As it is stored: without spaces around it, and an id in lower case.</summary>
    public static string Plain(string text) => text.Trim() is var trimmed && Of(trimmed) is not null ? trimmed.ToLowerInvariant() : trimmed;

    /// <param name="id">In its plain form.</param>
    public bool IsWhole(string id) => id.Length == Prefix.Length + Digits && id.StartsWith(Prefix, StringComparison.Ordinal)
        && id.Skip(Prefix.Length).All(char.IsAsciiHexDigitLower);

    /// <summary>When it was made, as the id tells by itself; null where that is no time that can be.</summary>
    /// <param name="id">A whole one.</param>
    public DateTimeOffset? MadeAt(string id, DateTimeOffset now) =>
        long.Parse(id.AsSpan(Prefix.Length, TimeDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) is var milliseconds
        && milliseconds >= Earliest.ToUnixTimeMilliseconds() && milliseconds <= now.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
}
