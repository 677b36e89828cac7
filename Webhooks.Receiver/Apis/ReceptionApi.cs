using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Receiver.Reception;

namespace Webhooks.Receiver.Apis;

internal static class ReceptionApi
{
    public static void MapReceptionApi(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/status", Reading.Methods, GetStatus);
        routes.MapPost("/disable", DisableAsync);
        routes.MapPost("/enable", EnableAsync);
    }

    private static Ok<StatusAnswer> GetStatus(ReceptionSwitch reception) =>
        TypedResults.Ok(new StatusAnswer(ReceptionSwitch.Name(reception.IsEnabled), reception.IsEnabled));

    private static Task<Ok<SwitchAnswer>> DisableAsync(ReceptionSwitch reception, CancellationToken cancellationToken) => SetAsync(
        reception,
        isEnabled: false,
        "Webhook reception has been disabled for all tenants. Webhooks will return 503 until re-enabled.",
        cancellationToken);

    private static Task<Ok<SwitchAnswer>> EnableAsync(ReceptionSwitch reception, CancellationToken cancellationToken) => SetAsync(
        reception,
        isEnabled: true,
        "Webhook reception has been enabled for all tenants",
        cancellationToken);

    private static async Task<Ok<SwitchAnswer>> SetAsync(
        ReceptionSwitch reception, bool isEnabled, string message, CancellationToken cancellationToken)
    {
        var isShared = await reception.SetAsync(isEnabled, cancellationToken);
        return TypedResults.Ok(new SwitchAnswer(ReceptionSwitch.Name(isEnabled), message, isShared));
    }
}
