using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;
using Webhooks.Client;

namespace Webhooks.Dashboard.Sessions;

/// <summary>
/// The keys by which operators act for tenants: sessions that the API opens for the purpose, each bound to the operator's own key. They end with it,
/// and the audit log names it.
/// </summary>
internal sealed class ActingKeys(TimeProvider time) : IDisposable
{
    private const int MostKept = 1_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly MemoryCache _sessions = new(new MemoryCacheOptions { SizeLimit = MostKept });

    public async Task<string> FindAsync(WebhooksClient client, Session session, string tenantId, CancellationToken cancellationToken)
    {
        var name = NameOf(session, tenantId);
        if (_sessions.TryGetValue(name, out PortalSession? kept) && kept!.ExpiresAt - time.GetUtcNow() > Margin)
        {
            return kept.Session;
        }

        var link = await client.Portal.CreateLinkAsync(tenantId, Lifetime, cancellationToken);
        var opened = await client.Portal.OpenSessionAsync(TokenOf(link), cancellationToken);
        _sessions.Set(name, opened, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Lifetime - Margin });
        return opened.Session;
    }

    /// <summary>The next change opens a new one. False when there was none to forget.</summary>
    public bool Forget(Session session, string tenantId)
    {
        var isKnown = _sessions.TryGetValue(NameOf(session, tenantId), out _);
        _sessions.Remove(NameOf(session, tenantId));
        return isKnown;
    }

    public void Dispose() => _sessions.Dispose();

    private static string NameOf(Session session, string tenantId) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenantId}\n{session.Key}")));

    private static string TokenOf(PortalLink link) =>
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(link.Url).Query).TryGetValue("token", out var token)
            ? token.ToString()
            : throw new WebhooksApiException("The API's link has no token.");
}
