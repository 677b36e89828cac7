using Webhooks.Receiver.Received;
using Webhooks.ServiceDefaults.Requests;

namespace Webhooks.Receiver.Apis;

internal static class WebhookApi
{
    // The query of a webhook's URL is its endpoint's own, as the body is the event's.
    public static void MapWebhookApi(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/{tenantId}/webhook", ReceiveForTenantAsync).WithMetadata(QueryForm.Any);
        routes.MapPost("/webhook", ReceiveAsync).WithMetadata(QueryForm.Any);
    }

    private static Task<IResult> ReceiveForTenantAsync(string tenantId, HttpContext context, [AsParameters] WebhookServices services) =>
        HandleAsync(tenantId, context, services);

    private static Task<IResult> ReceiveAsync(HttpContext context, [AsParameters] WebhookServices services) =>
        HandleAsync(tenantId: null, context, services);

    private static async Task<IResult> HandleAsync(string? tenantId, HttpContext context, WebhookServices services)
    {
        var (body, refusal) = await RequestBody.ReadAsync(context.Request, services.Time, context.RequestAborted);
        var judgement = refusal ?? await JudgeAsync(tenantId, body!, context, services);
        var isRepeat = judgement is { IsAccepted: true, Verification: { } verification }
            && services.Repeats.IsRepeat(tenantId, context.Request.Headers, verification);
        services.Log.Add(ReceivedWebhook.From(context, tenantId, body ?? [], judgement, isRepeat, services.Time.GetUtcNow()));
        return judgement switch
        {
            { IsAccepted: true } => TypedResults.Ok(new ReceivedAnswer("received", tenantId)),
            { StatusCode: < 400 } => TypedResults.StatusCode(judgement.StatusCode),
            _ => TypedResults.Problem(judgement.Reason, statusCode: judgement.StatusCode),
        };
    }

    // Faults come before verification: a test of a sender needs no secret.
    private static async Task<Judgement> JudgeAsync(string? tenantId, byte[] body, HttpContext context, WebhookServices services)
    {
        if (!services.Reception.IsEnabled)
        {
            return new Judgement(StatusCodes.Status503ServiceUnavailable, "Webhook reception temporarily disabled");
        }

        return await services.Faults.NextAsync(context.Request.Query, context.RequestAborted) is { } fault
            ? new Judgement(fault.StatusCode, fault.Reason)
            : await services.Signatures.JudgeAsync(tenantId, context.Request.Headers, body, context.RequestAborted);
    }
}
