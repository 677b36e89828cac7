using System.Security.Cryptography;
using Webhooks.Api.Ingest;
using Webhooks.Api.Problems;

namespace Webhooks.Api.Events;

/// <summary>
/// Accepts or rejects each event of a bulk request by itself: whatever happens to one, the others are answered for.
/// </summary>
internal sealed class BulkItems(EventIngest ingest, BulkChecks checking, BulkOutcomes outcomes)
{
    /// <summary>In the order of the request.</summary>
    /// <param name="key">Of the whole request; null has each event bring its own, or none.</param>
    /// <exception cref="ProblemException">The key belongs to another request, or an event brings one as well.</exception>
    public async Task<BulkItem[]> AcceptAsync(HttpContext context, ReadOnlyMemory<byte> body, IReadOnlyList<Range> ranges, string? key)
    {
        var checks = await checking.CheckAsync(context, body, ranges, key is not null);
        if (key is null)
        {
            return await StoreAsync(context, checks);
        }

        // The first event that is stored claims the key itself: a request with another body is refused there, before anything of it is stored.
        var hash = SHA256.HashData(body.Span);
        var first = Array.FindIndex(checks, static check => check.Event is not null);
        if (first < 0)
        {
            return [.. checks.Select(static check => check.Rejection!)];
        }

        var claimed = (await StoreAsync(context, [Claim(checks[first], key, hash)]))[0];
        if (claimed.Type == ProblemTypes.KeyReused.Uri)
        {
            throw new ProblemException(ProblemTypes.KeyReused, claimed.Error!);
        }

        return await StoreAsync(
            context,
            [.. checks.Select((check, index) => index == first ? new BulkCheck(index, null, claimed) : Claim(check, $"{key}\n{index}", hash))]);
    }

    private static BulkCheck Claim(BulkCheck check, string key, ReadOnlyMemory<byte> hash) =>
        check.Event is null ? check : check with { Event = check.Event with { Idempotency = new IdempotencyClaim(key, hash) } };

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
