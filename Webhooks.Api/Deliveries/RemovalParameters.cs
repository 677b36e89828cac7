using Microsoft.AspNetCore.Mvc;
using Webhooks.Api.Paging;
using Webhooks.Core.Deliveries;

namespace Webhooks.Api.Deliveries;

/// <summary>The query of the routes that remove deliveries. Texts, so that each bad value gets a sentence of its own.</summary>
public sealed record RemovalParameters
{
    private const int MaxDays = 3_650;

    [FromQuery(Name = "status")]
    public string? Status { get; init; }

    /// <summary>Of events accepted longer ago than this, 0 to 3,650.</summary>
    [FromQuery(Name = "older_than_days")]
    public string? OlderThanDays { get; init; }

    [FromQuery(Name = "reference_id")]
    public string? ReferenceId { get; init; }

    [FromQuery(Name = "endpoint_id")]
    public string? EndpointId { get; init; }

    [FromQuery(Name = "event_id")]
    public string? EventId { get; init; }

    /// <summary>Unix seconds or ISO 8601: of events accepted since.</summary>
    [FromQuery(Name = "since")]
    public string? Since { get; init; }

    /// <summary>Null with a sentence in <paramref name="error"/> when a value is not acceptable, or nothing says which deliveries are meant.</summary>
    /// <param name="vocabulary">What each status that may be asked for stands for.</param>
    public RemovalFilter? Parse(string tenantId, IReadOnlyDictionary<string, string[]> vocabulary, DateTimeOffset now, out string error)
    {
        IReadOnlyList<string> statuses = DeliveryStatus.All;
        var days = 0;
        var endpoint = default(Core.Endpoints.EndpointId);
        var eventId = default(Core.Events.EventId);
        error = "";
        if (this == new RemovalParameters())
        {
            error = "Say which deliveries are meant: at least one of 'status', 'older_than_days', 'reference_id', 'endpoint_id', 'event_id' and 'since' is needed.";
        }
        else if (Status is { } status)
        {
            statuses = vocabulary.GetValueOrDefault(status.ToLowerInvariant(), []);
            error = statuses.Count > 0 ? "" : $"'{status}' is not a status of a delivery. It is one of {string.Join(", ", vocabulary.Keys)}.";
        }

        if (OlderThanDays is { } text && !(PageRequest.TryReadNumber(text, out days) && days <= MaxDays))
        {
            error = $"'older_than_days' must be a whole number of days from 0 to {MaxDays}.";
        }

        if (EndpointId is not null && !Core.Endpoints.EndpointId.TryParse(EndpointId, out endpoint))
        {
            error = "'endpoint_id' must be an id of the form whe_….";
        }

        if (EventId is not null && !Core.Events.EventId.TryParse(EventId, out eventId))
        {
            error = "'event_id' must be an id of the form evt_….";
        }

        if (!PageRequest.TryReadTime(Since, out var since))
        {
            error = PageRequest.TimeRule("since");
        }

        return error.Length > 0 ? null : new RemovalFilter(
            tenantId,
            statuses,
            since is { } first ? UuidBounds.First(first) : Guid.Empty,
            OlderThanDays is null ? Guid.AllBitsSet : UuidBounds.First(now.AddDays(-days)),
            ReferenceId,
            EndpointId is null ? null : endpoint.Value,
            EventId is null ? null : eventId.Value);
    }
}
