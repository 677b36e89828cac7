using Microsoft.AspNetCore.Mvc;
using Webhooks.Client;
using Webhooks.Dashboard.Shell;

namespace Webhooks.Dashboard.Events;

/// <summary>What the list of events is narrowed to, as it stands in the address.</summary>
public sealed record EventFilter(
    [property: FromQuery(Name = "status")] string? Status = null,
    [property: FromQuery(Name = "type")] string? Type = null,
    [property: FromQuery(Name = "since")] string? Since = null,
    [property: FromQuery(Name = "until")] string? Until = null,
    [property: FromQuery(Name = "token")] string? Token = null)
{
    internal static readonly FormFields Fields = new(
        new("status", "Status") { Choices = Statuses }, new("type", "Type", "'event_type'"), new("since", "Since, UTC"), new("until", "Before, UTC"));

    public static IReadOnlyList<string> Statuses => ["PENDING", "DELIVERED", "FAILED", "CANCELLED"];

    /// <summary>Nothing was chosen.</summary>
    internal bool IsEmpty => Entered.Text(Status + Type + Since + Until + Token) is null;

    public EventQuery ToQuery()
    {
        var (since, until) = TimeField.ReadSpan("since", Since, "until", Until);
        return new EventQuery { Status = Entered.Text(Status), EventType = Entered.Text(Type), Since = since, Until = until, PageSize = 50 };
    }
}
