using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Webhooks.Client;

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
        Since = Time(Since),
        Until = Time(Until),
        PageSize = 50,
    };

    internal static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <exception cref="BadHttpRequestException">It is no time.</exception>
    internal static DateTimeOffset? Time(string? text) => Text(text) is not { } some ? null
        : DateTimeOffset.TryParse(some, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new BadHttpRequestException("A time must be like 2026-01-31T12:00.");
}
