using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Client;
using Webhooks.Dashboard.Sessions;
using Webhooks.Dashboard.Shell;

namespace Webhooks.Dashboard.Tenants;

internal static class TenantPages
{
    private const int PageSize = 50;

    public static void MapTenants(this IEndpointRouteBuilder routes)
    {
        var all = routes.MapGroup("").RequireAccess(Access.Operator);
        all.MapGet("/tenants", ListAsync);
        all.MapPost("/tenants", CreateAsync).Takes(new("id", "Id", "'tenant_id'"), new("target", "Target URL", "'target_url'"), new("signing", "Signing secret", "'webhook_secret'"));
        all.MapPost("/tenants/{tenant}/remove", RemoveAsync).Takes(new FormField("confirmation", "Id"));
        all.MapGet("/keys", ListKeysAsync);
        all.MapPost("/keys/{prefix}/revoke", RevokeKeyAsync);
    }

    private static async Task<RazorComponentResult<TenantsView>> ListAsync(
        PageContext page, OperatorApi api, CancellationToken cancellationToken, string? token = null) =>
        new(new { Page = page, Tenants = await api.Client.Tenants.ListPageAsync(PageSize, Entered.Text(token), cancellationToken) });

    private static async Task<IResult> CreateAsync(PageContext page, OperatorApi api, SentForm form, CancellationToken cancellationToken)
    {
        try
        {
            return Made(page, await api.Client.Tenants.CreateAsync(form.Required("id"), form["target"], form["signing"], cancellationToken));
        }
        catch (Exception error) when (Refusals.Of(page, error) is var (_, refusal))
        {
            var tenants = await api.Client.Tenants.ListPageAsync(PageSize, cancellationToken: cancellationToken);
            return new RazorComponentResult<TenantsView>(new { Page = page, Tenants = tenants, Id = form["id"], Target = form["target"], Problem = refusal })
            {
                StatusCode = StatusCodes.Status422UnprocessableEntity,
            };
        }
    }

    private static RazorComponentResult<SecretView> Made(PageContext page, CreatedTenant created)
    {
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal) { ["API key"] = created.ApiKey };
        if (created.WebhookSecret is { } secret)
        {
            secrets["Signing secret"] = secret;
        }

        return new(new { Page = page, Title = $"The tenant {created.TenantId} is made", Secrets = secrets, Next = $"/tenants/{created.TenantId}" });
    }

    private static async Task<IResult> RemoveAsync(PageContext page, OperatorApi api, string tenant, SentForm form, CancellationToken cancellationToken)
    {
        if (form["confirmation"] != tenant)
        {
            return page.Refused($"Nothing was removed: what was typed is not {tenant}.");
        }

        await api.Client.Tenants.DeleteAsync(tenant, cancellationToken);
        return page.Done("Its keys are out and nothing more is sent. What it had is being removed, and it stays in this list until that is done.", "/tenants");
    }

    private static async Task<RazorComponentResult<AdminKeysView>> ListKeysAsync(
        PageContext page, OperatorApi api, CancellationToken cancellationToken, string? token = null) =>
        new(new { Page = page, Keys = await api.Client.AdminKeys.ListPageAsync(PageSize, Entered.Text(token), cancellationToken) });

    private static async Task<IResult> RevokeKeyAsync(PageContext page, OperatorApi api, string prefix, CancellationToken cancellationToken)
    {
        await api.Client.AdminKeys.RevokeAsync(prefix, cancellationToken);
        return page.Done("The key is revoked.");
    }
}
