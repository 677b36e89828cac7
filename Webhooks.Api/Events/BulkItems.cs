using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Webhooks.Api.EventTypes;
using Webhooks.Api.Ingest;
using Webhooks.Api.Problems;
using Webhooks.Api.Telemetry;
using Webhooks.Core.Events;

namespace Webhooks.Api.Events;

/// <summary>
/// Accepts or rejects each event of a bulk request by itself: whatever happens to one, the others are answered for.
/// </summary>
internal sealed partial class BulkItems(
    EventIngest ingest, EventSchemas schemas, EarlierClaims claims, ApiInstruments instruments, IOptions<EventOptions> options, ILogger<BulkItems> logger)
{
    /// <summary>In the order of the request.</summary>
    /// <param name="key">Of the whole request; null has each event bring its own, or none.</param>
    /// <exception cref="ProblemException">The key belongs to another request, or an event brings one as well.</exception>
    public async Task<BulkItem[]> AcceptAsync(HttpContext context, ReadOnlyMemory<byte> body, IReadOnlyList<Range> ranges, string? key)
    {
        var checks = await Task.WhenAll(ranges.Select((range, index) => CheckAsync(context, body[range], index, key is not null)));
        if (key is null)
        {
            return await Task.WhenAll(checks.Select((check, index) => StoreAsync(context, check, index)));
        }

        // The first event that is stored claims the key itself: a request with another body is refused there, before anything of it is stored.
        var hash = SHA256.HashData(body.Span);
        var first = Array.FindIndex(checks, static check => check.Event is not null);
        var results = new BulkItem[checks.Length];
        if (first >= 0)
        {
            results[first] = await StoreAsync(context, Claim(checks[first], key, hash), first);
            if (results[first].Type == ProblemTypes.KeyReused.Uri)
            {
                throw new ProblemException(ProblemTypes.KeyReused, results[first].Error!);
            }
        }

        await Task.WhenAll(checks.Select(async (check, index) =>
        {
            if (index != first)
            {
                results[index] = await StoreAsync(context, Claim(check, $"{key}\n{index}", hash), index);
            }
        }));
        return results;
    }

    private static Check Claim(Check check, string key, ReadOnlyMemory<byte> hash) =>
        check.Event is null ? check : check with { Event = check.Event with { Idempotency = new IdempotencyClaim(key, hash) } };

    private async Task<Check> CheckAsync(HttpContext context, ReadOnlyMemory<byte> body, int index, bool hasKey)
    {
        if (body.Length > options.Value.MaxBodyBytes)
        {
            return new Check(null, BulkItem.Rejected(index, ProblemTypes.TooLarge, $"An event may have {options.Value.MaxBodyBytes} bytes at most."));
        }

        var inspection = PayloadInspector.Inspect(body.Span);
        if (!inspection.IsOk)
        {
            return new Check(null, BulkItem.Rejected(index, ProblemTypes.InvalidBody, inspection.Detail ?? "The event is not a JSON object."));
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
                return new Check(item, null);
            }

            return await claims.FindAsync(item, context.RequestAborted) is { } earlier
                ? new Check(null, Describe(index, item, earlier))
                : new Check(null, BulkItem.Rejected(index, ProblemTypes.SchemaBroken, EventSchemas.Describe(item.EventType, errors)));
        }
        catch (Exception failure)
        {
            return new Check(null, Explain(context, index, failure));
        }
    }

    private async Task<BulkItem> StoreAsync(HttpContext context, Check check, int index)
    {
        if (check.Event is not { } item)
        {
            return check.Rejection!;
        }

        try
        {
            return Describe(index, item, await ingest.AcceptAsync(item));
        }
        catch (Exception failure)
        {
            return Explain(context, index, failure);
        }
    }

    private BulkItem Describe(int index, NewEvent item, IngestResult result)
    {
        switch (result.Outcome)
        {
            case IngestOutcome.Accepted:
                instruments.Accepted(item.TenantId, item.EventType);
                return BulkItem.Accepted(index, result.EventId, replayed: null);
            case IngestOutcome.Replayed:
                return BulkItem.Accepted(index, result.EventId, replayed: true);
            case IngestOutcome.KeyReused:
                return BulkItem.Rejected(index, ProblemTypes.KeyReused, $"The idempotency key was used for {result.EventId} with another body.");
            default:
                return BulkItem.Rejected(index, ProblemTypes.Unavailable, ProblemTypes.TooBusy);
        }
    }

    private BulkItem Explain(HttpContext context, int index, Exception failure)
    {
        var (type, detail) = Faults.Explain(failure, context);
        if (type.Status == StatusCodes.Status500InternalServerError)
        {
            LogFailed(logger, failure, index, context.GetCorrelationId());
        }

        return BulkItem.Rejected(index, type, detail);
    }

    [LoggerMessage(LogLevel.Error, "Event {Index} of a bulk request failed ({CorrelationId})")]
    private static partial void LogFailed(ILogger logger, Exception error, int index, string correlationId);

    /// <summary>An event to store, or why it is not.</summary>
    private sealed record Check(NewEvent? Event, BulkItem? Rejection);
}
