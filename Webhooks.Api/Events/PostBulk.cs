using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using Webhooks.Api.Problems;
using Webhooks.Api.RateLimits;
using Webhooks.Api.Requests;

namespace Webhooks.Api.Events;

/// <summary>POST /v1/events/bulk: each event is accepted or rejected by itself, on the same path as one that comes alone.</summary>
internal sealed class PostBulk(BulkChecks checks, BulkItems items, IngestRateLimit rate, IOptions<EventOptions> options, JsonSerializerContext json)
{
    private readonly JsonTypeInfo<BulkAnswer> _answer = (JsonTypeInfo<BulkAnswer>)json.GetTypeInfo(typeof(BulkAnswer))!;

    public async Task HandleAsync(HttpContext context)
    {
        var limits = options.Value;
        if (context.Request.ContentType != JsonContentType.Json)
        {
            await ProblemTypes.UnsupportedMediaType.WriteAsync(context, "Send the body with Content-Type: application/json.");
            return;
        }

        var key = IdempotencyKey.Read(context.Request);
        if (await RequestBody.ReadAsync(context.Request, limits.MaxBulkBytes) is not { } body)
        {
            await ProblemTypes.TooLarge.WriteAsync(context, $"A bulk request may have {limits.MaxBulkBytes} bytes at most. Send fewer events at once.");
            return;
        }

        var (ranges, error) = await checks.SplitAsync(context, body);
        if (ranges is null)
        {
            await ProblemTypes.InvalidBody.WriteAsync(context, error);
            return;
        }

        if (rate.Refuse(context, ranges.Count) is { } tooFast)
        {
            await tooFast.ExecuteAsync(context);
            return;
        }

        await AnswerAsync(context, await items.AcceptAsync(context, body, ranges, key));
    }

    private async Task AnswerAsync(HttpContext context, BulkItem[] results)
    {
        var accepted = results.Count(static item => item.EventId is not null);
        if (Array.TrueForAll(results, static item => item.Type == ProblemTypes.Unavailable.Uri))
        {
            await ProblemTypes.Unavailable.WriteAsync(
                context, Array.Find(results, static item => item.Error == ProblemTypes.MayBeStored)?.Error ?? results[0].Error!);
            return;
        }

        if (accepted > 0 && Array.TrueForAll(results, static item => item.EventId is null || item.Replayed is true))
        {
            context.Response.Headers[IdempotencyKey.ReplayedHeader] = "true";
        }

        if (results.Max(static item => item.RetryAfter) is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        context.Response.StatusCode = accepted == results.Length ? StatusCodes.Status201Created : StatusCodes.Status207MultiStatus;
        await context.Response.WriteAsJsonAsync(
            new BulkAnswer(accepted, results.Length - accepted, results), _answer, cancellationToken: context.RequestAborted);
    }
}
