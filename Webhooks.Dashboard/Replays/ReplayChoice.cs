using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Webhooks.Client;
using Webhooks.Dashboard.Shell;

namespace Webhooks.Dashboard.Replays;

/// <summary>Which deliveries to send again, as texts of a form or an address.</summary>
public sealed record ReplayChoice(
    [FromQuery] string? Status = null,
    [FromQuery] string? Type = null,
    [FromQuery] string? Endpoint = null,
    [FromQuery] string? Since = null,
    [FromQuery] string? Until = null)
{
    public static IReadOnlyList<string> Statuses { get; } = ["failed", "skipped", "delivered"];

    public static ReplayChoice Of(SentForm form) => new(form["status"], form["type"], form["endpoint"], form["since"], form["until"]);

    public ReplayFilter ToFilter() => new()
    {
        Status = Text(Status),
        EventType = Text(Type),
        EndpointId = Text(Endpoint),
        Since = Time(Since),
        Until = Time(Until),
    };

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static DateTimeOffset? Time(string? text) => Text(text) is not { } some ? null
        : DateTimeOffset.TryParse(some, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new BadHttpRequestException("A time must be like 2026-01-31T12:00.");
}
