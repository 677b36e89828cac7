using System.Net;
using Webhooks.Client;

namespace Webhooks.Dashboard.Sessions;

/// <summary>Finds out whose a key is, by asking the API with it.</summary>
internal sealed class KeyHolders(IServiceProvider services)
{
    // What the API calls the sessions that links open.
    private const string LinkSession = "whps_";

    /// <summary>Null when the API knows no such key.</summary>
    public async Task<Session?> FindAsync(string key, CancellationToken cancellationToken)
    {
        // The API takes nothing else either, and it must not become a header.
        if (key.Length is 0 or > 256 || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return null;
        }

        var client = services.GetRequiredService<WebhooksClient>().WithApiKey(key);
        try
        {
            var tenant = await client.Tenants.GetAsync(cancellationToken: cancellationToken);
            return new Session(key, tenant.TenantId, key.StartsWith(LinkSession, StringComparison.Ordinal));
        }
        catch (WebhooksApiException refused) when (refused.Status == HttpStatusCode.Unauthorized)
        {
            return null;
        }
        catch (WebhooksApiException refused) when (refused.Status == HttpStatusCode.Forbidden)
        {
            // An administrator's key has no tenant of its own.
            await client.Tenants.ListPageAsync(1, cancellationToken: cancellationToken);
            return new Session(key, TenantId: null);
        }
    }
}
