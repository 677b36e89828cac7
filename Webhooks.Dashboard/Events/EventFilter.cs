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
    public static IReadOnlyList<string> Statuses { get; } = ["PENDING", "DELIVERED", "FAILED", "CANCELLED"];

    public EventQuery ToQuery() => new()
    {
        Status = Text(Status),
        EventType = Text(Type),
        Since = TimeField.Read("since", Since),
        Until = TimeField.Read("until", Until),
        PageSize = 50,
    };

    internal static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
