using Webhooks.Client;

namespace Webhooks.Dashboard.Sessions;

/// <summary>The API under the session's own key.</summary>
/// <param name="Key">Of the session.</param>
public sealed record OperatorApi(WebhooksClient Client, string Key)
{
    public static ValueTask<OperatorApi?> BindAsync(HttpContext context) => ValueTask.FromResult(
        context.Features.Get<Session>() is { } session
            ? new OperatorApi(context.RequestServices.GetRequiredService<WebhooksClient>().WithApiKey(session.Key), session.Key)
            : null);
}
