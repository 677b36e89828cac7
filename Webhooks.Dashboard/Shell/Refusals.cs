using System.Net;
using Webhooks.Client;

namespace Webhooks.Dashboard.Shell;

internal static class Refusals
{
    /// <summary>What was entered is refused, or was not looked at now: it is shown again with the reason, to be changed or to be sent once more.</summary>
    public static bool LeavesTheForm(this WebhooksApiException refused) =>
        refused.Status is HttpStatusCode.BadRequest or HttpStatusCode.Conflict or HttpStatusCode.RequestEntityTooLarge
            or HttpStatusCode.UnprocessableEntity or HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;

    /// <summary>The status and the sentence for a page that shows what was entered once more; null when that is not what went wrong.</summary>
    public static (int Status, string Sentence)? Of(Exception error) => error switch
    {
        FieldException unreadable => (unreadable.StatusCode, unreadable.Message),
        WebhooksApiException refused when refused.LeavesTheForm() => ((int)refused.Status, refused.Detail ?? refused.Message),
        _ => null,
    };
}
