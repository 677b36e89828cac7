using Microsoft.Extensions.Options;
using Npgsql;
using Webhooks.Api.Access;
using Webhooks.Api.EventTypes;
using Webhooks.Api.Ingest;
using Webhooks.Api.Json;
using Webhooks.Api.Problems;
using Webhooks.Api.RateLimits;
using Webhooks.Api.Telemetry;
using Webhooks.Core.Events;

namespace Webhooks.Api.Events;

/// <summary>POST /v1/events/bulk: each event is accepted or rejected by itself, on the same path as one that comes alone.</summary>
internal sealed class PostBulk(
    EventIngest ingest, EventSchemas schemas, EarlierClaims claims, IngestRateLimit rate, ApiInstruments instruments, IOptions<EventOptions> options)
{
    private const string DatabaseAway = "The database is not reachable right now. Send this event again in a moment.";
    private const string Busy = "Too many events are waiting to be stored. Send this event again in a moment.";

    public async Task HandleAsync(HttpContext context)
    {
        var limits = options.Value;
        if (!LenientContentType.IsJson(context.Request.ContentType))
        {
            await ProblemTypes.UnsupportedMediaType.WriteAsync(context, "Send the body with Content-Type: application/json.");
            return;
        }

        if (await RequestBody.ReadAsync(context.Request, limits.MaxBulkBytes) is not { } body)
        {
            await ProblemTypes.TooLarge.WriteAsync(context, $"A bulk request may have {limits.MaxBulkBytes} bytes at most. Send fewer events at once.");
            return;
        }

        if (BulkBody.Split(body, limits.MaxBulkEvents, out var error) is not { } ranges)
        {
            await ProblemTypes.InvalidBody.WriteAsync(context, error);
            return;
        }

        if (!await rate.AdmitAsync(context, ranges.Count))
        {
            return;
        }

        var results = await Task.WhenAll(ranges.Select((range, index) => AcceptAsync(context, body.AsMemory(range), index)));
        var accepted = results.Count(static item => item.EventId is not null);
        if (accepted == 0 && Array.TrueForAll(results, static item => item.Error is DatabaseAway or Busy))
        {
            await ProblemTypes.Unavailable.WriteAsync(context, results[0].Error == Busy ? ProblemTypes.TooBusy : ProblemTypes.DatabaseAway);
            return;
        }

        context.Response.StatusCode = accepted == results.Length ? StatusCodes.Status201Created : StatusCodes.Status207MultiStatus;
        await context.Response.WriteAsJsonAsync(
            new BulkAnswer(accepted, results.Length - accepted, results), ApiJsonContext.Default.BulkAnswer, cancellationToken: context.RequestAborted);
    }

    private async Task<BulkItem> AcceptAsync(HttpContext context, ReadOnlyMemory<byte> body, int index)
    {
        if (body.Length > options.Value.MaxBodyBytes)
        {
            return Rejected(index, $"An event may have {options.Value.MaxBodyBytes} bytes at most.");
        }

        var inspection = PayloadInspector.Inspect(body.Span);
        if (!inspection.IsOk)
        {
            return Rejected(index, inspection.Detail ?? "The event is not a JSON object.");
        }

        try
        {
            var item = Incoming.Describe(context, inspection, body, inspection.IdempotencyKey);
            if (await schemas.CheckAsync(item, context) is not { Count: > 0 } errors)
            {
                return Describe(index, item, await ingest.AcceptAsync(item));
            }

            return await claims.FindAsync(item, context.RequestAborted) is { } earlier
                ? Describe(index, item, earlier)
                : Rejected(index, EventSchemas.Describe(item.EventType, errors));
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException)
        {
            return Rejected(index, DatabaseAway);
        }
    }

    private BulkItem Describe(int index, NewEvent item, IngestResult result)
    {
        switch (result.Outcome)
        {
            case IngestOutcome.Accepted:
                instruments.Accepted(item.TenantId, item.EventType);
                return new BulkItem(index, result.EventId.ToString(), EventStatus.Pending, null, null);
            case IngestOutcome.Replayed:
                return new BulkItem(index, result.EventId.ToString(), EventStatus.Pending, true, null);
            case IngestOutcome.KeyReused:
                return Rejected(index, $"The idempotency key was used for {result.EventId} with another body.");
            default:
                return Rejected(index, Busy);
        }
    }

    private static BulkItem Rejected(int index, string error) => new(index, null, null, null, error);
}
