using Webhooks.Api.Ingest;
using Webhooks.Api.Problems;

namespace Webhooks.Api.Events;

/// <summary>
/// Accepts or rejects each event of a bulk request by itself: whatever happens to one, the others are answered for.
/// </summary>
internal sealed class BulkItems(EventIngest ingest, BulkChecks checking, BulkOutcomes outcomes, EarlierClaims earlier)
{
    /// <summary>In the order of the request.</summary>
    /// <param name="key">Of the whole request; null has each event bring its own, or none.</param>
    /// <exception cref="ProblemException">The key belongs to another request, or an event brings one as well.</exception>
    public async Task<BulkItem[]> AcceptAsync(HttpContext context, ReadOnlyMemory<byte> body, IReadOnlyList<Range> ranges, string? key)
    {
        if (key is null)
        {
            return await StoreAsync(context, await checking.CheckAsync(context, body, ranges, claims: null));
        }

        var claims = await BulkClaims.OpenAsync(earlier, BulkChecks.TenantOf(context), key, body, context.RequestAborted);
        var checks = await checking.CheckAsync(context, body, ranges, claims);
        return claims.First is not null ? await StoreAsync(context, checks) : await StoreFirstAsync(context, checks, claims);
    }

    // A request with another body is refused at the first event, before anything of it is stored.
    private async Task<BulkItem[]> StoreFirstAsync(HttpContext context, BulkCheck[] checks, BulkClaims open)
    {
        var first = Array.FindIndex(checks, static check => check.Event is not null);
        if (first < 0)
        {
            return [.. checks.Select(static check => check.Rejection!)];
        }

        var claims = open.StartingAt(first);
        var claimed = (await StoreAsync(context, [Claim(checks[first], claims)]))[0];
        if (claimed.Type == ProblemTypes.KeyReused.Uri)
        {
            throw new ProblemException(ProblemTypes.KeyReused, claimed.Error!);
        }

        return await StoreAsync(context, [.. checks.Select((check, index) => index == first ? new BulkCheck(index, null, claimed) : Claim(check, claims))]);
    }

    private static BulkCheck Claim(BulkCheck check, BulkClaims claims) =>
        check.Event is null ? check : check with { Event = check.Event with { Idempotency = claims.For(check.Index) } };

    private async Task<BulkItem[]> StoreAsync(HttpContext context, BulkCheck[] checks)
    {
        var answers = await ingest.AcceptAllAsync([.. checks.Where(static check => check.Event is not null).Select(static check => check.Event!)]);
        var (items, stored) = (new BulkItem[checks.Length], 0);
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = checks[i].Event is { } item ? await outcomes.DescribeAsync(context, checks[i].Index, item, answers[stored++]) : checks[i].Rejection!;
        }

        return items;
    }
}
