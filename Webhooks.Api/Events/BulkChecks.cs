using Microsoft.Extensions.Options;
using Webhooks.Api.EventTypes;
using Webhooks.Api.Ingest;
using Webhooks.Api.Problems;
using Webhooks.Core.Events;

namespace Webhooks.Api.Events;

/// <summary>Finds out which events of a bulk request can be stored.</summary>
internal sealed class BulkChecks(EventSchemas schemas, EarlierClaims claims, BulkOutcomes outcomes, IOptions<EventOptions> options)
{
    private const int Bite = 256 << 10;

    /// <summary>In bites, between which the threads are everybody's.</summary>
    public async Task<BulkCheck[]> CheckAsync(HttpContext context, ReadOnlyMemory<byte> body, IReadOnlyList<Range> ranges, bool hasKey)
    {
        var (checks, bite) = (new BulkCheck[ranges.Count], 0);
        for (var index = 0; index < checks.Length; index++)
        {
            var item = body[ranges[index]];
            checks[index] = await CheckAsync(context, item, index, hasKey);
            bite += item.Length;
            if (bite > Bite)
            {
                bite = 0;
                await Task.Yield();
            }
        }

        return checks;
    }

    private async Task<BulkCheck> CheckAsync(HttpContext context, ReadOnlyMemory<byte> body, int index, bool hasKey)
    {
        if (body.Length > options.Value.MaxBodyBytes)
        {
            return new BulkCheck(index, null, BulkItem.Rejected(index, ProblemTypes.TooLarge, $"An event may have {options.Value.MaxBodyBytes} bytes at most."));
        }

        var inspection = PayloadInspector.Inspect(body.Span);
        if (!inspection.IsOk)
        {
            return new BulkCheck(index, null, BulkItem.Rejected(index, ProblemTypes.InvalidBody, inspection.Detail ?? "The event is not a JSON object."));
        }

        if (hasKey && inspection.IdempotencyKey is not null)
        {
            throw new ProblemException(
                ProblemTypes.InvalidRequest, $"Event {index} has an 'idempotency_key', and the request the header Idempotency-Key. Send one of the two.");
        }

        try
        {
            var item = Incoming.Describe(context, inspection, body, inspection.IdempotencyKey);
            if (await schemas.CheckAsync(item, context) is not { Count: > 0 } errors)
            {
                return new BulkCheck(index, item, null);
            }

            return await claims.FindAsync(item, context.RequestAborted) is { } earlier
                ? new BulkCheck(index, null, outcomes.Describe(index, item, earlier))
                : new BulkCheck(index, null, BulkItem.Rejected(index, ProblemTypes.SchemaBroken, EventSchemas.Describe(item.EventType, errors)));
        }
        catch (Exception failure)
        {
            return new BulkCheck(index, null, outcomes.Explain(context, index, failure));
        }
    }
}

/// <summary>An event to store, or why it is not.</summary>
internal sealed record BulkCheck(int Index, NewEvent? Event, BulkItem? Rejection);
