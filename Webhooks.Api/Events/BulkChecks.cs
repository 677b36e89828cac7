using Microsoft.Extensions.Options;
using Webhooks.Api.EventTypes;
using Webhooks.Api.Ingest;
using Webhooks.Api.Problems;
using Webhooks.Api.Shares;
using Webhooks.Core.Events;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Events;

/// <summary>Finds out which events of a bulk request can be stored.</summary>
internal sealed class BulkChecks(EventChecks events, BulkOutcomes outcomes, CostlyTurns turns, TimeProvider time, IOptions<EventOptions> options)
{
    /// <summary>Read at once; a longer body is costly and takes a turn for each.</summary>
    private const int Bite = 256 << 10;

    /// <summary>Where each event stands in the body, or null with a sentence that says why it does not.</summary>
    public async ValueTask<(IReadOnlyList<Range>? Ranges, string Error)> SplitAsync(HttpContext context, byte[] body)
    {
        return body.Length <= Bite ? Split() : await turns.RunAsync(TenantOf(context), Split, context.RequestAborted);

        (IReadOnlyList<Range>?, string) Split() => (BulkBody.Split(body, options.Value.MaxBulkEvents, out var error), error);
    }

    /// <param name="context">Of the request.</param>
    /// <param name="body">The request's.</param>
    /// <param name="ranges">Where each event stands in it.</param>
    /// <param name="claims">Of the request's key; null has each event bring its own, or none.</param>
    public async Task<BulkCheck[]> CheckAsync(HttpContext context, ReadOnlyMemory<byte> body, IReadOnlyList<Range> ranges, BulkClaims? claims)
    {
        var checks = new BulkCheck[ranges.Count];
        for (var done = 0; done < checks.Length;)
        {
            var first = done;
            done = body.Length <= Bite ? InspectFrom(first) : await turns.RunAsync(TenantOf(context), () => InspectFrom(first), context.RequestAborted);
        }

        context.Features.Set(new TurnPatience(time) { Stays = true });
        for (var index = 0; index < checks.Length; index++)
        {
            if (checks[index].Event is { } item)
            {
                checks[index] = await CheckAsync(context, item, index);
            }
        }

        return checks;

        int InspectFrom(int index)
        {
            for (var bytes = 0; index < checks.Length && bytes <= Bite; index++)
            {
                var item = body[ranges[index]];
                checks[index] = Inspect(context, item, index, claims);
                bytes += item.Length;
            }

            return index;
        }
    }

    public static string TenantOf(HttpContext context) => context.Features.Get<ApiPrincipal>()!.TenantId!;

    private BulkCheck Inspect(HttpContext context, ReadOnlyMemory<byte> body, int index, BulkClaims? claims)
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

        if (claims is not null && inspection.IdempotencyKey is not null)
        {
            throw new ProblemException(
                ProblemTypes.InvalidRequest, $"Event {index} has an 'idempotency_key', and the request the header Idempotency-Key. Send one of the two.");
        }

        var item = Incoming.Describe(context, inspection, body, inspection.IdempotencyKey);

        // Of a new request nothing has been claimed: there is nothing to look for.
        return new BulkCheck(index, claims is { First: not null } ? item with { Idempotency = claims.For(index) } : item, null);
    }

    private async Task<BulkCheck> CheckAsync(HttpContext context, NewEvent item, int index)
    {
        try
        {
            var (known, errors) = await events.CheckAsync(item, context);
            return known is { } stored ? new BulkCheck(index, null, outcomes.Describe(index, item, stored))
                : errors is not null ? new BulkCheck(index, null, BulkItem.Rejected(index, ProblemTypes.SchemaBroken, EventSchemas.Describe(item.EventType, errors)))
                : new BulkCheck(index, item, null);
        }
        catch (Exception failure)
        {
            return new BulkCheck(index, null, outcomes.Explain(context, index, failure));
        }
    }
}

/// <summary>An event to store, or why it is not.</summary>
internal sealed record BulkCheck(int Index, NewEvent? Event, BulkItem? Rejection);
