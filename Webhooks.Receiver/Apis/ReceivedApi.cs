using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Receiver.Received;
using Webhooks.ServiceDefaults.Requests;

namespace Webhooks.Receiver.Apis;

internal static class ReceivedApi
{
    private const int DefaultLimit = 50;

    public static void MapReceivedApi(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/received", Reading.Methods, GetReceived).WithMetadata(new QueryForm("limit"));

    private static Results<Ok<ReceivedList>, ProblemHttpResult> GetReceived(ReceivedLog log, string? limit = null)
    {
        var count = DefaultLimit;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > ReceivedLog.Capacity))
        {
            return TypedResults.Problem($"'limit' must be a whole number from 1 to {ReceivedLog.Capacity}.", statusCode: StatusCodes.Status400BadRequest);
        }

        return TypedResults.Ok(new ReceivedList(log.Latest(count), log.Total));
    }
}
