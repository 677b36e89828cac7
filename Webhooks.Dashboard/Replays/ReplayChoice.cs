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
    internal static readonly FormFields Fields = new(
        new("status", "What became of them", "'filter.status'") { Choices = Statuses },
        new("type", "Type", "'filter.event_type'", "'event_type'"),
        new("endpoint", "Endpoint's id", "'filter.endpoint_id'", "'endpoint_id'"),
        new("since", "Since, UTC", "'filter.since'"),
        new("until", "Before, UTC", "'filter.until'"),
        new("rate", "Per second at the most"));

    public static IReadOnlyList<string> Statuses => ["failed", "skipped", "delivered"];

    public static ReplayChoice Of(SentForm form) => new(form["status"], form["type"], form["endpoint"], form["since"], form["until"]);

    /// <summary>Nothing was chosen: that does not stand for everything.</summary>
    public bool IsEmpty => ToFilter() is { Status: null, EventType: null, EndpointId: null, Since: null, Until: null };

    public ReplayFilter ToFilter()
    {
        var (since, until) = TimeField.ReadSpan("since", Since, "until", Until);
        return new ReplayFilter { Status = Entered.Text(Status), EventType = Entered.Text(Type), EndpointId = Entered.Id(Endpoint), Since = since, Until = until };
    }
}
