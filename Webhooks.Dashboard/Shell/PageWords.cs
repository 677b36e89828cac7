using System.Text.RegularExpressions;

namespace Webhooks.Dashboard.Shell;

/// <summary>Says to people what the API says to programs: a field by its label, a command by its button, and no route.</summary>
internal static partial class PageWords
{
    // Where a route is on our pages. The sentence of any other is left out: what stands before it is the reason.
    private static readonly Dictionary<string, string> Places = new(StringComparer.Ordinal)
    {
        ["POST webhooks/*/enable"] = "“Enable” on the endpoint's page",
        ["POST webhooks/*/rotate-secret"] = "“Rotate” on the endpoint's page",
        ["POST events/*/retry"] = "“Retry now” on the event's page",
        ["GET deliveries/*"] = "The delivery's page",
        ["PATCH tenants/*"] = "“Edit” on the page of its target",
    };

    private static readonly (string Said, string Shown)[] Phrases =
    [
        ("'next_token' was not issued for this list and these filters. Start again without it.", "There is no such page of this list. Start again at its first page."),
        ("A portal's session may not do this. Send an API key.", "Whoever you have the link from can do it, or give you an API key to sign in with."),
        ("is free as soon as GET /v1/tenants/", "is free once it is gone from the list. GET /v1/tenants/"),
        (" PATCH /v1/tenants/current with {\"target_url\":null} removes it.", ""),
        ("send several events to /v1/events/bulk, or one JSON object", "send one JSON object"),
        ("Say in 'filter' which deliveries are meant", "Say which deliveries are meant"),
        ("Send the key in the header Idempotency-Key, or put that member into 'payload'", "Put that member into 'payload', or leave the key out"),
        ("Send the same request again", "Send it again"),
        (", under the same Idempotency-Key where it has one; where it has none, look first whether it is there", ", once you have looked whether it is there"),
        ("'events' must be [\"*\"] and 'operational' false here: ", "No event types can be chosen here: "),
        ("\"overlap_hours\": 0", "an overlap of 0 hours"),
        ("'last_used_at' in the list", "“Last used” in the list"),
        ("the tenant's target_url", "the tenant's target"),
        ("The replay is cancelled.", "The replay is stopped."),
        ("can be paused, resumed or cancelled", "can be paused, go on or be stopped"),
        ("an id of the form whe_…", "an id of the form whe_ and 32 hexadecimal digits"),
        ("an id of the form evt_…", "an id of the form evt_ and 32 hexadecimal digits"),
    ];

    /// <param name="sentence">Of the API, or of ours about a field by its name.</param>
    public static string Of(HttpContext context, string sentence)
    {
        foreach (var (said, shown) in Phrases)
        {
            sentence = sentence.Replace(said, shown, StringComparison.Ordinal);
        }

        // Which of several values it is, people see.
        var fields = FormFields.Of(context);
        var unnumbered = Numbered().Replace(sentence, found => fields.Knows($"'{found.Groups["field"].Value}'") ? $"'{found.Groups["field"].Value}'" : found.Value);
        var told = Route().Replace(unnumbered, static found => Places.GetValueOrDefault(Kind(found), found.Value));
        var kept = EndOfSentence().Split(told).Where(static one => !Route().IsMatch(one));
        return fields.Label(string.Join(' ', kept)) is { Length: > 0 } text ? text : "It was refused.";
    }

    // By its method, and with a star for the id.
    private static string Kind(Match route)
    {
        var parts = route.Groups["path"].Value.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return $"{route.Groups["method"].Value} {string.Join('/', parts.Select(static (part, place) => place == 1 ? "*" : part))}";
    }

    [GeneratedRegex(@"\b(?<method>GET|POST|PUT|PATCH|DELETE) /v1/(?<path>[^\s;,]*[^\s;,.])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Route();

    [GeneratedRegex(@"'(?<field>[a-z_.]+)\[\d+\]'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"(?<=[.!?]) ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EndOfSentence();
}
