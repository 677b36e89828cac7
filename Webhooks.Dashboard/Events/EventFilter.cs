using Microsoft.AspNetCore.Mvc;
using Webhooks.Client;
using Webhooks.Dashboard.Shell;

namespace Webhooks.Dashboard.Events;

/// <summary>What the list of events is narrowed to, as it stands in the address.</summary>
public sealed record EventFilter(
    [FromQuery] string? Status = null,
    [FromQuery] string? Type = null,
    [FromQuery] string? Since = null,
    [FromQuery] string? Until = null,
    [FromQuery] string? Token = null)
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
