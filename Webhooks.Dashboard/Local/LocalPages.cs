using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Client;
using Webhooks.Dashboard.Sessions;
using Webhooks.Dashboard.Shell;

namespace Webhooks.Dashboard.Local;

/// <summary>The story of a retry without a terminal; only where the demo receiver runs.</summary>
internal static class LocalPages
{
    private const int Shown = 8;
    private const string FirstTenant = "acme";

    public static void MapLocal(this IEndpointRouteBuilder routes)
    {
        if (!routes.ServiceProvider.GetRequiredService<LocalStack>().IsHere)
        {
            return;
        }

        var local = routes.MapGroup("/local").RequireAccess(Access.Operator);
        local.MapGet("", ShowAsync);
        local.MapPost("/receiver/{action:regex(^(enable|disable)$)}", SwitchAsync);
        local.MapPost("", SendAsync).Takes(new FormField("tenant", "Tenant"), new FormField("body", "Event", "The body", "An event"));
    }

    private static Task<RazorComponentResult<LocalView>> ShowAsync(
        PageContext page, HttpContext context, OperatorApi api, ReceiverClient receiver, CancellationToken cancellationToken, string? tenant = null) =>
        ViewAsync(page, context, api, receiver, tenant, typed: null, problem: null, cancellationToken);

    private static async Task<RazorComponentResult<LocalView>> ViewAsync(
        PageContext page, HttpContext context, OperatorApi api, ReceiverClient receiver, string? tenant, string? typed, string? problem, CancellationToken cancellationToken)
    {
        var tenants = (await api.Client.Tenants.ListPageAsync(100, cancellationToken: cancellationToken)).Items;
        var chosen = await ChosenAsync(api, tenants, tenant, cancellationToken);
        var events = chosen is null
            ? new Page<EventSummary>([], NextToken: null)
            : await TenantApi.Of(context.RequestServices, page.Session!, chosen).Read.Events.ListPageAsync(new EventQuery { PageSize = Shown }, cancellationToken: cancellationToken);
        return new(new
        {
            Page = page,
            Chosen = chosen ?? "",
            Tenants = tenants,
            Sent = events.Items,
            IsEnabled = await receiver.IsEnabledAsync(cancellationToken),
            Received = await receiver.LatestAsync(Shown, cancellationToken),
            Typed = typed,
            Problem = problem,
        })
        {
            StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }

    private static async Task<IResult> SwitchAsync(PageContext page, string action, ReceiverClient receiver, CancellationToken cancellationToken)
    {
        await receiver.SwitchAsync(action == "enable", cancellationToken);
        return page.Done(action == "enable" ? "The receiver accepts webhooks again." : "The receiver answers every webhook with 503 now.");
    }

    private static async Task<IResult> SendAsync(
        PageContext page, HttpContext context, OperatorApi api, ReceiverClient receiver, SentForm form, CancellationToken cancellationToken)
    {
        var tenant = form.Required("tenant");
        var typed = form["body"] ?? "";
        try
        {
            form.Required("body");
            using var document = form.Json("body");
            var client = await TenantApi.Of(context.RequestServices, page.Session!, tenant).ActAsync(cancellationToken);
            var sent = await client.Events.SendAsync(OutgoingEvent.Raw(Encoding.UTF8.GetBytes(typed)), cancellationToken: cancellationToken);
            return page.Done($"Accepted as {sent.EventId}.", $"/local?tenant={Uri.EscapeDataString(tenant)}");
        }
        catch (Exception error) when (Refusals.Of(page, error) is var (_, refusal))
        {
            return await ViewAsync(page, context, api, receiver, tenant, typed, refusal, cancellationToken);
        }
    }

    private static async Task<string?> ChosenAsync(OperatorApi api, IReadOnlyList<Tenant> first, string? tenant, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(tenant))
        {
            return first.Any(static one => one.TenantId == FirstTenant) ? FirstTenant : first is [var other, ..] ? other.TenantId : null;
        }

        try
        {
            return (first.FirstOrDefault(one => one.TenantId == tenant) ?? await api.Client.Tenants.GetAsync(tenant, cancellationToken)).TenantId;
        }
        catch (WebhooksApiException refused) when (refused.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
        {
            throw new FieldException($"'tenant' must be the id of a tenant, and there is no '{tenant}'.");
        }
    }
}
