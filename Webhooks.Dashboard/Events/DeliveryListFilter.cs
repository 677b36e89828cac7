using Microsoft.AspNetCore.Mvc;
using Webhooks.Client;
using Webhooks.Dashboard.Shell;

namespace Webhooks.Dashboard.Events;

/// <summary>What the list of deliveries is narrowed to, as it stands in the address.</summary>
public sealed record DeliveryListFilter(
    [property: FromQuery(Name = "status")] string? Status = null,
    [property: FromQuery(Name = "endpoint")] string? Endpoint = null,
    [property: FromQuery(Name = "event")] string? Event = null,
    [property: FromQuery(Name = "reference")] string? Reference = null,
    [property: FromQuery(Name = "since")] string? Since = null,
    [property: FromQuery(Name = "token")] string? Token = null)
{
    public static IReadOnlyList<string> Statuses { get; } =
        ["pending", "in_progress", "retrying", "parked", "delivered", "failed", "cancelled", "skipped"];

    public DeliveryQuery ToQuery() => new()
    {
        Status = EventFilter.Text(Status),
        EndpointId = EventFilter.Text(Endpoint),
        EventId = EventFilter.Text(Event),
        ReferenceId = EventFilter.Text(Reference),
        Since = TimeField.Read("since", Since),
        PageSize = 50,
    };
}
