using System.Net;
using Webhooks.Client;

namespace Webhooks.Dashboard.Shell;

internal static class Refusals
{
    /// <summary>What was entered is refused, or was not looked at now: it is shown again with the reason, to be changed or to be sent once more.</summary>
    public static bool LeavesTheForm(this WebhooksApiException refused) =>
        refused.Status is HttpStatusCode.BadRequest or HttpStatusCode.Conflict or HttpStatusCode.RequestEntityTooLarge
            or HttpStatusCode.UnprocessableEntity or HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
}
