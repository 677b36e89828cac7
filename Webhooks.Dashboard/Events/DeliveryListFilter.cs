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
    internal static readonly FormFields Fields = new(
        new("status", "Status") { Choices = Statuses },
        new("endpoint", "Endpoint's id", "'endpoint_id'"),
        new("event", "Event's id", "'event_id'"),
        new("reference", "Reference", "'reference_id'"),
        new("since", "Since, UTC"));

    public static IReadOnlyList<string> Statuses => ["pending", "in_progress", "retrying", "parked", "delivered", "failed", "cancelled", "skipped"];

    /// <summary>Nothing was chosen.</summary>
    internal bool IsEmpty => Entered.Text(Status + Endpoint + Event + Reference + Since + Token) is null;

    public DeliveryQuery ToQuery() => new()
    {
        Status = Entered.Text(Status),
        EndpointId = Entered.Id(Endpoint),
        EventId = Entered.Id(Event),

        // One of theirs may have spaces at its ends.
        ReferenceId = string.IsNullOrEmpty(Reference) ? null : Reference,
        Since = TimeField.Read("since", Since),
        PageSize = 50,
    };
}
