using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Ingest;

/// <summary>Decides which endpoints an event goes to, from the configuration in memory.</summary>
internal sealed class DeliveryPlan(ConfigDirectory directory)
{
    /// <summary>
    /// One pending delivery for each matching endpoint, and a skipped one for each that matches but takes none
    /// now, so that nobody has to guess why nothing came.
    /// </summary>
    public IReadOnlyList<PlannedDelivery> For(NewEvent item)
    {
        if (directory.FindTenant(item.TenantId) is not { } tenant)
        {
            return [];
        }

        var planned = new List<PlannedDelivery>(tenant.Endpoints.Count);
        foreach (var endpoint in tenant.Endpoints)
        {
            if (Applies(endpoint, item))
            {
                planned.Add(Plan(endpoint));
            }
        }

        return planned;
    }

    private static bool Applies(EndpointConfig endpoint, NewEvent item) =>
        item.OnlyTo is { } only
            ? endpoint.Id == only
            : !endpoint.IsOperational && endpoint.Filter.Matches(item.EventType);

    private static PlannedDelivery Plan(EndpointConfig endpoint) => endpoint.State == EndpointState.Active
        ? new PlannedDelivery(endpoint.Id, DeliveryStatus.Pending, null)
        : new PlannedDelivery(endpoint.Id, DeliveryStatus.Skipped, Why(endpoint));

    private static string Why(EndpointConfig endpoint) =>
        endpoint.StateReason is { } reason ? $"endpoint {endpoint.State}: {reason}" : $"endpoint {endpoint.State}";
}
