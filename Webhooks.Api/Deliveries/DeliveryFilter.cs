using Microsoft.AspNetCore.Mvc;
using Webhooks.Api.Paging;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Events;

namespace Webhooks.Api.Deliveries;

/// <summary>The query of GET /v1/deliveries. Texts, so that each bad value gets a sentence of its own.</summary>
public sealed record DeliveryListParameters
{
    /// <summary>pending, in_progress, retrying, parked, delivered, failed, cancelled or skipped.</summary>
    [FromQuery(Name = "status")]
    public string? Status { get; init; }

    [FromQuery(Name = "endpoint_id")]
    public string? EndpointId { get; init; }

    [FromQuery(Name = "event_id")]
    public string? EventId { get; init; }

    [FromQuery(Name = "reference_id")]
    public string? ReferenceId { get; init; }

    /// <summary>Unix seconds or ISO 8601: of events accepted since.</summary>
    [FromQuery(Name = "since")]
    public string? Since { get; init; }
}

/// <summary>Which deliveries a list shows.</summary>
public sealed record DeliveryFilter(string TenantId, string? Status, Guid? Endpoint, Guid? Event, string? ReferenceId, DateTimeOffset? Since)
{
    /// <summary>What a page token of this list is good for.</summary>
    public string Scope => $"deliveries\n{TenantId}\n{Status}\n{Endpoint}\n{Event}\n{Since:O}\n{ReferenceId}";

    /// <summary>Null with a sentence in <paramref name="error"/> when a value is not acceptable.</summary>
    public static DeliveryFilter? Parse(string tenantId, DeliveryListParameters query, out string error)
    {
        var endpoint = default(EndpointId);
        var eventId = default(EventId);
        error = "";
        if (query.Status is not null && !DeliveryStatus.All.Contains(query.Status, StringComparer.OrdinalIgnoreCase))
        {
            error = $"'{query.Status}' is not a status of a delivery. It is one of {string.Join(", ", DeliveryStatus.All)}.";
        }

        if (query.EndpointId is not null && !EndpointId.TryParse(query.EndpointId, out endpoint))
        {
            error = "'endpoint_id' must be an id of the form whe_….";
        }

        if (query.EventId is not null && !EventId.TryParse(query.EventId, out eventId))
        {
            error = "'event_id' must be an id of the form evt_….";
        }

        if (query.ReferenceId?.Length > PayloadInspector.MaxReferenceIdLength)
        {
            error = $"'reference_id' must have at most {PayloadInspector.MaxReferenceIdLength} characters, as every event's has.";
        }

        if (!PageRequest.TryReadTime(query.Since, out var since))
        {
            error = PageRequest.TimeRule("since");
        }

        return error.Length > 0 ? null : new DeliveryFilter(
            tenantId,
            query.Status is { } status ? DeliveryStatus.All.First(known => known.Equals(status, StringComparison.OrdinalIgnoreCase)) : null,
            query.EndpointId is null ? null : endpoint.Value,
            query.EventId is null ? null : eventId.Value,
            query.ReferenceId,
            since);
    }
}
