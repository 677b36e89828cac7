using System.Net;
using Webhooks.Client;

namespace Webhooks.Dashboard.Shell;

/// <summary>What was entered is refused, or was not looked at now: it is shown again with the reason, to be changed or to be sent once more.</summary>
internal static class Refusals
{
    /// <summary>The status and the sentence for a page that shows what was entered once more; null when that is not what went wrong, and for programs.</summary>
    public static (int Status, string Sentence)? Of(PageContext page, Exception error) => error switch
    {
        _ when !page.IsForPeople => null,
        FieldException unreadable => (unreadable.StatusCode, page.Say(unreadable.Message)),
        WebhooksApiException refused when LeavesTheForm(refused) => ((int)refused.Status, page.Say(refused.Detail ?? refused.Message)),
        _ => null,
    };

    private static bool LeavesTheForm(WebhooksApiException refused) =>
        refused.Status is HttpStatusCode.BadRequest or HttpStatusCode.Conflict or HttpStatusCode.RequestEntityTooLarge
            or HttpStatusCode.UnprocessableEntity or HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
}
