using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Webhooks.Client;
using Webhooks.Dashboard.Sessions;
using Webhooks.Dashboard.Shell;

namespace Webhooks.Dashboard.Events;

internal static class EventPages
{
    // An event may go to hundreds of endpoints; the list of deliveries shows them all.
    private const int MaxDeliveries = 20;
    private const int AtOnce = 4;

    public static void MapEvents(this IEndpointRouteBuilder tenant)
    {
        tenant.MapGet("/events", ListAsync);
        tenant.MapGet("/events/{id}", ShowAsync);
        tenant.MapPost("/events/{id}/retry", RetryAsync);
        tenant.MapPost("/events/{id}/resend", ResendAsync).Takes("endpoint");
        tenant.MapPost("/events/{id}/cancel", CancelAsync);
    }

    private static async Task<RazorComponentResult<EventsView>> ListAsync(
        PageContext page, TenantApi api, [AsParameters] EventFilter filter, CancellationToken cancellationToken)
    {
        try
        {
            return new(new { Page = page, Filter = filter, Events = await api.Read.Events.ListPageAsync(filter.ToQuery(), filter.Token, cancellationToken) });
        }
        catch (Exception error) when (Refusals.Of(error) is var (status, problem))
        {
            return new(new { Page = page, Filter = filter, Problem = problem }) { StatusCode = status };
        }
    }

    private static async Task<RazorComponentResult<EventView>> ShowAsync(
        PageContext page, TenantApi api, string id, IOptions<DashboardOptions> options, CancellationToken cancellationToken)
    {
        var found = await api.Read.Events.GetAsync(id, cancellationToken);
        var deliveries = new Delivery[Math.Min(found.Deliveries.Count, MaxDeliveries)];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, deliveries.Length, parallel, async (i, token) =>
            deliveries[i] = await api.Read.Deliveries.GetAsync(found.Deliveries[i].DeliveryId, token));
        return new(new { Page = page, Event = found, Deliveries = deliveries, TraceUrl = TraceLink.To(options.Value.TraceUrl, found.CorrelationId) });
    }

    private static async Task<IResult> RetryAsync(PageContext page, TenantApi api, string id, CancellationToken cancellationToken)
    {
        await (await api.ActAsync(cancellationToken)).Events.RetryAsync(id, cancellationToken);
        return page.Done("It is tried again now.");
    }

    private static async Task<IResult> ResendAsync(PageContext page, TenantApi api, string id, SentForm form, CancellationToken cancellationToken)
    {
        var resent = await (await api.ActAsync(cancellationToken)).Events.ResendAsync(id, form["endpoint"], cancellationToken);
        return page.Done($"Sent once more: {resent.DeliveryIds.Count} new deliveries, marked as a repeat.");
    }

    private static async Task<IResult> CancelAsync(PageContext page, TenantApi api, string id, CancellationToken cancellationToken)
    {
        await (await api.ActAsync(cancellationToken)).Events.CancelAsync(id, cancellationToken);
        return page.Done("What had not been delivered is cancelled.");
    }
}
