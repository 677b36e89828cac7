using Microsoft.AspNetCore.Mvc;
using Webhooks.Client;
using Webhooks.Dashboard.Shell;

namespace Webhooks.Dashboard.Replays;

/// <summary>Which deliveries to send again, as texts of a form or an address.</summary>
public sealed record ReplayChoice(
    [property: FromQuery(Name = "status")] string? Status = null,
    [property: FromQuery(Name = "type")] string? Type = null,
    [property: FromQuery(Name = "endpoint")] string? Endpoint = null,
    [property: FromQuery(Name = "since")] string? Since = null,
    [property: FromQuery(Name = "until")] string? Until = null)
{
    public static IReadOnlyList<string> Statuses { get; } = ["failed", "skipped", "delivered"];

    public static ReplayChoice Of(SentForm form) => new(form["status"], form["type"], form["endpoint"], form["since"], form["until"]);

    /// <summary>Nothing was chosen: that does not stand for everything.</summary>
    public bool IsEmpty => ToFilter() is { Status: null, EventType: null, EndpointId: null, Since: null, Until: null };

    public ReplayFilter ToFilter() => new()
    {
        Status = Text(Status),
        EventType = Text(Type),
        EndpointId = Text(Endpoint),
        Since = TimeField.Read("since", Since),
        Until = TimeField.Read("until", Until),
    };

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
