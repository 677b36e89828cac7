using Webhooks.Client;

namespace Webhooks.Dashboard.Sessions;

/// <summary>What a page reads and does of the tenant that its path names.</summary>
public sealed class TenantApi
{
    private readonly Func<CancellationToken, Task<WebhooksClient>> _act;

    private TenantApi(string tenantId, WebhooksClient read, Func<CancellationToken, Task<WebhooksClient>> act) =>
        (TenantId, Read, _act) = (tenantId, read, act);

    public string TenantId { get; }

    public WebhooksClient Read { get; }

    /// <summary>For whatever changes something.</summary>
    public Task<WebhooksClient> ActAsync(CancellationToken cancellationToken) => _act(cancellationToken);

    internal static TenantApi Of(IServiceProvider services, Session session, string tenantId)
    {
        var client = services.GetRequiredService<WebhooksClient>().WithApiKey(session.Key);
        return session.IsOperator
            ? new TenantApi(tenantId, client.ReadTenant(tenantId), async token => client.WithApiKey(await services.GetRequiredService<ActingKeys>().FindAsync(client, session, tenantId, token)))
            : new TenantApi(tenantId, client, _ => Task.FromResult(client));
    }

    public static ValueTask<TenantApi?> BindAsync(HttpContext context) => ValueTask.FromResult(
        context.Features.Get<Session>() is { } session && context.GetRouteValue(Access.TenantValue) is string tenant
            ? Of(context.RequestServices, session, tenant)
            : null);
}
