using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Client;
using Webhooks.Dashboard.Sessions;
using Webhooks.Dashboard.Shell;

namespace Webhooks.Dashboard.Overview;

internal static class OverviewPages
{
    private const int Troubles = 6;
    private const int Looked = 100;

    public static void AddOverview(this IServiceCollection services) => services.AddSingleton<PlatformFigures>();

    public static void MapOverview(this IEndpointRouteBuilder routes) => routes.MapGet("/overview", ShowAsync).RequireAccess(Access.Operator).WithMetadata(PageContext.MayWait);

    public static void MapTenantOverview(this IEndpointRouteBuilder tenant) => tenant.MapGet("", ShowTenantAsync).WithMetadata(PageContext.MayWait);

    private static async Task<RazorComponentResult<OverviewView>> ShowAsync(
        PageContext page, OperatorApi api, PlatformFigures figures, CancellationToken cancellationToken)
    {
        var tenants = await api.Client.Tenants.ListPageAsync(PlatformFigures.Shown, cancellationToken: cancellationToken);
        var counts = await page.InTimeAsync(token => figures.ReadAsync(api, tenants, token), cancellationToken);
        return new(new { Page = page, Tenants = tenants.Items, Figures = counts });
    }

    private static async Task<RazorComponentResult<TenantOverviewView>> ShowTenantAsync(PageContext page, TenantApi api, CancellationToken cancellationToken)
    {
        var statistics = page.InTimeAsync(token => api.Read.Statistics.GetAsync(cancellationToken: token), cancellationToken);
        var endpoints = api.Read.Endpoints.ListPageAsync(Looked, cancellationToken: cancellationToken);
        var (failed, retrying, parked) = (InStateAsync("failed", Troubles), InStateAsync("retrying", Troubles), InStateAsync("parked", Looked));
        await Task.WhenAll(statistics, endpoints, failed, retrying, parked);
        return new(new
        {
            Page = page,
            Statistics = await statistics,
            Endpoints = (await endpoints).Items,
            Failed = (await failed).Items.Concat((await retrying).Items).OrderByDescending(static one => one.LastAttemptAt).Take(Troubles).ToList(),
            Parked = (await parked).Items,
        });

        Task<Page<Delivery>> InStateAsync(string status, int most) =>
            api.Read.Deliveries.ListPageAsync(new DeliveryQuery { Status = status, PageSize = most }, cancellationToken: cancellationToken);
    }
}
