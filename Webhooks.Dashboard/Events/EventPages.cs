using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Webhooks.Client;
using Webhooks.Dashboard.Endpoints;
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
        tenant.MapGet("/events", ListAsync).Takes(EventFilter.Fields);
        tenant.MapGet("/events/{id}", ShowAsync);
        tenant.MapPost("/events/{id}/retry", RetryAsync);
        tenant.MapPost("/events/{id}/resend", ResendAsync).Takes(new FormField("endpoint", "Endpoint's id", "'endpoint_id'"));
        tenant.MapPost("/events/{id}/cancel", CancelAsync);
    }

    private static async Task<RazorComponentResult<EventsView>> ListAsync(
        PageContext page, TenantApi api, [AsParameters] EventFilter filter, CancellationToken cancellationToken)
    {
        try
        {
            return new(new { Page = page, Filter = filter, Events = await api.Read.Events.ListPageAsync(filter.ToQuery(), Entered.Text(filter.Token), cancellationToken) });
        }
        catch (Exception error) when (Refusals.Of(page, error) is var (status, problem))
        {
            return new(new { Page = page, Filter = filter, Problem = problem }) { StatusCode = status };
        }
    }

    private static async Task<RazorComponentResult<EventView>> ShowAsync(
        PageContext page, TenantApi api, string id, IOptions<DashboardOptions> options, CancellationToken cancellationToken)
    {
        var found = WorstFirst(await api.Read.Events.GetAsync(id, cancellationToken));
        var deliveries = new Delivery[Math.Min(found.Deliveries.Count, MaxDeliveries)];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, deliveries.Length, parallel, async (i, token) =>
            deliveries[i] = await api.Read.Deliveries.GetAsync(found.Deliveries[i].DeliveryId, token));
        var obstacles = await Obstacles.FindAsync(api.Read, found.Deliveries.Any(static one => EventView.MayBeSent(one)), cancellationToken);
        return new(new { Page = page, Event = found, Deliveries = deliveries, Obstacles = obstacles, TraceUrl = TraceLink.To(options.Value.TraceUrl, found.CorrelationId) });
    }

    // Whoever looks at an event of many deliveries looks for what failed.
    private static WebhookEvent WorstFirst(WebhookEvent found) => found with
    {
        Deliveries = [.. found.Deliveries.OrderBy(static one => one.Status switch { "failed" => 0, "retrying" => 1, "parked" => 2, _ => int.MaxValue })],
    };

    private static async Task<IResult> RetryAsync(PageContext page, TenantApi api, string id, CancellationToken cancellationToken)
    {
        var retried = await (await api.ActAsync(cancellationToken)).Events.RetryAsync(id, cancellationToken);
        return page.Done($"It is tried again now.{Others(retried.NotSent)}");
    }

    private static async Task<IResult> ResendAsync(PageContext page, TenantApi api, string id, SentForm form, CancellationToken cancellationToken)
    {
        var resent = await (await api.ActAsync(cancellationToken)).Events.ResendAsync(id, form["endpoint"], cancellationToken);
        var sent = resent.DeliveryIds.Count == 1 ? "a new delivery" : $"{resent.DeliveryIds.Count} new deliveries";
        return page.Done($"Sent once more: {sent}, marked as a repeat.{Others(resent.NotSent)}");
    }

    private static string Others(IReadOnlyList<DeliveryNotSent> all) => all.Count == 0 ? ""
        : $" Not sent now: {string.Join(", ", all.CountBy(static one => one.Reason).Select(static pair => $"{pair.Value} ({pair.Key.Replace('_', ' ')})"))}.";

    private static async Task<IResult> CancelAsync(PageContext page, TenantApi api, string id, CancellationToken cancellationToken)
    {
        await (await api.ActAsync(cancellationToken)).Events.CancelAsync(id, cancellationToken);
        return page.Done("What had not been delivered is cancelled.");
    }
}
