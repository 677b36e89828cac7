using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Receiver.Received;
using Webhooks.Signing;

namespace Webhooks.Receiver.Apis;

internal static class WebhookApi
{
    public static void MapWebhookApi(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/{tenantId}/webhook", ReceiveForTenantAsync);
        routes.MapPost("/webhook", ReceiveAsync);
    }

    private static Task<IResult> ReceiveForTenantAsync(string tenantId, HttpContext context, [AsParameters] WebhookServices services) =>
        services.Secrets.TryGet(tenantId, out var keys)
            ? HandleAsync(tenantId, keys, context, services)
            : Task.FromResult<IResult>(Problem(StatusCodes.Status404NotFound, $"There is no tenant '{tenantId}' here."));

    private static Task<IResult> ReceiveAsync(HttpContext context, [AsParameters] WebhookServices services) =>
        services.Secrets.Single is { } keys
            ? HandleAsync(tenantId: null, keys, context, services)
            : Task.FromResult<IResult>(Problem(StatusCodes.Status404NotFound, "No secret is configured for this path. Set Receiver:Secret."));

    private static async Task<IResult> HandleAsync(string? tenantId, SigningKey[] keys, HttpContext context, WebhookServices services)
    {
        if (!services.Reception.IsEnabled)
        {
            return Problem(StatusCodes.Status503ServiceUnavailable, "Webhook reception temporarily disabled");
        }

        if (await RequestBody.ReadAsync(context.Request, context.RequestAborted) is not { } body)
        {
            return Problem(StatusCodes.Status413PayloadTooLarge, "The body is larger than this receiver accepts.");
        }

        var now = services.Time.GetUtcNow();
        var signatures = ReceivedSignatures.From(name => context.Request.Headers[name]);
        var verification = WebhookVerifier.Verify(signatures, body, keys, now);
        var failure = verification.IsVerified ? await services.Faults.NextAsync(context.RequestAborted) : null;
        var status = verification.IsVerified ? failure ?? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized;
        services.Log.Add(ReceivedWebhook.From(context, tenantId, body, verification, status, now));
        return status switch
        {
            StatusCodes.Status200OK => TypedResults.Ok(new ReceivedAnswer("received", tenantId)),
            StatusCodes.Status401Unauthorized when failure is null => Problem(status, verification.Reason!),
            < 400 => TypedResults.StatusCode(status),
            _ => Problem(status, "This receiver was asked to fail."),
        };
    }

    private static ProblemHttpResult Problem(int status, string detail) => TypedResults.Problem(detail, statusCode: status);
}
