using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Dashboard.Endpoints;
using Webhooks.Dashboard.Sessions;
using Webhooks.Dashboard.Shell;

namespace Webhooks.Dashboard.Events;

internal static class DeliveryPages
{
    public static void MapDeliveries(this IEndpointRouteBuilder tenant)
    {
        tenant.MapGet("/deliveries", ListAsync).Takes(DeliveryListFilter.Fields);
        tenant.MapGet("/deliveries/{id}", ShowAsync);
        tenant.MapPost("/deliveries/{id}/retry", RetryAsync);
        tenant.MapPost("/deliveries/{id}/cancel", CancelAsync);
    }

    private static async Task<RazorComponentResult<DeliveriesView>> ListAsync(
        PageContext page, TenantApi api, [AsParameters] DeliveryListFilter filter, CancellationToken cancellationToken)
    {
        try
        {
            return new(new { Page = page, Filter = filter, Deliveries = await api.Read.Deliveries.ListPageAsync(filter.ToQuery(), Entered.Text(filter.Token), cancellationToken) });
        }
        catch (Exception error) when (Refusals.Of(page, error) is var (status, problem))
        {
            return new(new { Page = page, Filter = filter, Problem = problem }) { StatusCode = status };
        }
    }

    private static async Task<RazorComponentResult<DeliveryView>> ShowAsync(PageContext page, TenantApi api, string id, CancellationToken cancellationToken)
    {
        var found = await api.Read.Deliveries.GetAsync(id, cancellationToken);
        var obstacles = await Obstacles.FindAsync(api.Read, DeliveryCard.MayBeRetried(found), cancellationToken);
        return new(new { Page = page, Delivery = found, Obstacle = obstacles.Of(found.EndpointId) });
    }

    private static async Task<IResult> RetryAsync(PageContext page, TenantApi api, string id, CancellationToken cancellationToken)
    {
        await (await api.ActAsync(cancellationToken)).Deliveries.RetryAsync(id, cancellationToken);
        return page.Done("It is tried again now.");
    }

    private static async Task<IResult> CancelAsync(PageContext page, TenantApi api, string id, CancellationToken cancellationToken)
    {
        await (await api.ActAsync(cancellationToken)).Deliveries.CancelAsync(id, cancellationToken);
        return page.Done("It will not be attempted again.");
    }
}
