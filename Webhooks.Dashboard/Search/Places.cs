using System.Net;
using Webhooks.Client;
using Webhooks.Dashboard.Ids;

namespace Webhooks.Dashboard.Search;

/// <summary>Where the pages of a tenant show what a text names: an id of ours, or a reference of the tenant's own.</summary>
internal static class Places
{
    /// <summary>Of every event.</summary>
    public const int LongestReference = 128;

    // A dead letter is read for the sake of its event anyway.
    private static readonly Dictionary<IdKind, Func<WebhooksClient, string, CancellationToken, Task>> Looks = new()
    {
        [IdKind.Event] = static (read, id, token) => read.Events.GetAsync(id, token),
        [IdKind.Delivery] = static (read, id, token) => read.Deliveries.GetAsync(id, token),
        [IdKind.Endpoint] = static (read, id, token) => read.Endpoints.GetAsync(id, token),
        [IdKind.Replay] = static (read, id, token) => read.Replays.GetAsync(id, token),
    };

    /// <summary>A page that may be there: null where the text begins as an id and is none, which a reference may do too.</summary>
    public static async Task<string?> GuessAsync(WebhooksClient read, string tenantPath, string text, CancellationToken cancellationToken) =>
        IdKind.Of(text) is not { } kind ? OfReference(tenantPath, text)
        : kind.IsWhole(IdKind.Plain(text)) ? await OfIdAsync(read, tenantPath, kind, IdKind.Plain(text), cancellationToken)
        : await FindAsync(read, tenantPath, text, cancellationToken);

    /// <summary>A page that is there, or null.</summary>
    public static async Task<string?> FindAsync(WebhooksClient read, string tenantPath, string text, CancellationToken cancellationToken)
    {
        var id = IdKind.Plain(text);
        try
        {
            if (IdKind.Of(id) is not { } kind || !kind.IsWhole(id))
            {
                var query = new DeliveryQuery { ReferenceId = text, PageSize = 1 };
                return (await read.Deliveries.ListPageAsync(query, cancellationToken: cancellationToken)).Items.Count > 0 ? OfReference(tenantPath, text) : null;
            }

            await (Looks.GetValueOrDefault(kind)?.Invoke(read, id, cancellationToken) ?? Task.CompletedTask);
            return await OfIdAsync(read, tenantPath, kind, id, cancellationToken);
        }
        catch (WebhooksApiException missing) when (missing.Status == HttpStatusCode.NotFound)
        {
            // Or the tenant is gone meanwhile.
            return null;
        }
    }

    private static async Task<string> OfIdAsync(WebhooksClient read, string tenantPath, IdKind kind, string id, CancellationToken cancellationToken) =>
        kind.List is { } list ? $"{tenantPath}/{list}/{id}" : $"{tenantPath}/events/{(await read.DeadLetters.GetAsync(id, cancellationToken)).EventId}";

    private static string OfReference(string tenantPath, string text) => $"{tenantPath}/deliveries?reference={Uri.EscapeDataString(text)}";
}
