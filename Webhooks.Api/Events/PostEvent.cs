using Microsoft.Extensions.Options;
using Webhooks.Api.EventTypes;
using Webhooks.Api.Ingest;
using Webhooks.Api.Problems;
using Webhooks.Api.RateLimits;
using Webhooks.Api.Requests;
using Webhooks.Api.Telemetry;
using Webhooks.Core.Events;

namespace Webhooks.Api.Events;

/// <summary>
/// POST /v1/events. The one route that takes thousands of requests a second, so it is a plain request delegate: no
/// binding, no scope of services, no serializer.
/// </summary>
internal sealed class PostEvent(
    EventIngest ingest, EventChecks checks, IngestRateLimit rate, ApiInstruments instruments, IOptions<EventOptions> options)
{
    private readonly int _maxBytes = options.Value.MaxBodyBytes;

    public async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.ContentType != JsonContentType.Json)
        {
            await ProblemTypes.UnsupportedMediaType.WriteAsync(
                context, $"An event is a JSON object. Send it with Content-Type: application/json, not {request.ContentType}.");
            return;
        }

        if (rate.Refuse(context, 1) is { } tooFast)
        {
            await tooFast.ExecuteAsync(context);
            return;
        }

        if (await RequestBody.ReadAsync(request, _maxBytes) is not { } body)
        {
            await ProblemTypes.TooLarge.WriteAsync(context, $"An event may have {_maxBytes} bytes at most. Send a reference to what is larger.");
            return;
        }

        var inspection = PayloadInspector.Inspect(body);
        if (!inspection.IsOk)
        {
            await ProblemTypes.InvalidBody.WriteAsync(context, inspection.Detail ?? "The body is not a JSON object.");
            return;
        }

        var key = IdempotencyKey.Read(request);
        if (key is not null && inspection.IdempotencyKey is { } inBody && inBody != key)
        {
            await ProblemTypes.InvalidRequest.WriteAsync(context, "The header Idempotency-Key and the body's 'idempotency_key' differ. Send one of the two.");
            return;
        }

        var item = Incoming.Describe(context, inspection, body, key ?? inspection.IdempotencyKey);
        var (earlier, errors) = await checks.CheckAsync(item, context);
        if (earlier is { } known)
        {
            await AnswerAsync(context, known, item);
            return;
        }

        if (errors is not null)
        {
            await ProblemTypes.SchemaBroken.With(EventSchemas.Describe(item.EventType, errors), "errors", errors).ExecuteAsync(context);
            return;
        }

        var result = await ingest.AcceptAsync(item);
        await AnswerAsync(context, result, item);
    }

    private async Task AnswerAsync(HttpContext context, IngestResult result, NewEvent item)
    {
        switch (result.Outcome)
        {
            case IngestOutcome.Accepted:
                instruments.Accepted(item.TenantId, item.EventType);
                AcceptedResponse.Write(context, result.EventId);
                break;
            case IngestOutcome.Replayed:
                context.Response.Headers[IdempotencyKey.ReplayedHeader] = "true";
                AcceptedResponse.Write(context, result.EventId);
                break;
            case IngestOutcome.KeyReused:
                await ProblemTypes.KeyReused.WriteAsync(
                    context, $"The idempotency key was used for {result.EventId} with another body. Send a new event under a new key.");
                break;
            case IngestOutcome.OverShare:
                await ProblemTypes.TooMuchAtOnce.WriteAsync(context, ProblemTypes.OverShare);
                break;
            default:
                await ProblemTypes.Unavailable.WriteAsync(context, ProblemTypes.TooBusy);
                break;
        }
    }
}
