using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Dashboard.Design;
using Webhooks.Dashboard.Sessions;
using Webhooks.Dashboard.Shell;

namespace Webhooks.Dashboard.Endpoints;

internal static class EndpointCommands
{
    // What one call does not take on, the next does.
    private const int MostCalls = 10;

    public static void MapEndpointCommands(this IEndpointRouteBuilder tenant)
    {
        tenant.MapPost("/endpoints/{id}/state/{state:regex(^(enable|pause|disable)$)}", SetStateAsync);
        tenant.MapPost("/endpoints/{id}/rotate", RotateAsync).Takes(new FormField("overlap", "Overlap in hours", "'overlap_hours'"));
        tenant.MapPost("/endpoints/{id}/test", TestAsync);
        tenant.MapPost("/endpoints/{id}/recover", RecoverAsync).Takes(new FormField("since", "Since, UTC"));
        tenant.MapPost("/endpoints/{id}/delete", DeleteAsync);
    }

    private static async Task<IResult> SetStateAsync(PageContext page, TenantApi api, string id, string state, CancellationToken cancellationToken)
    {
        var endpoints = (await api.ActAsync(cancellationToken)).Endpoints;
        var changed = await (state switch
        {
            "enable" => endpoints.EnableAsync(id, cancellationToken),
            "pause" => endpoints.PauseAsync(id, cancellationToken),
            _ => endpoints.DisableAsync(id, cancellationToken),
        });
        return page.Done($"It is {changed.State} now.{(changed.InForce is false ? " A worker has not confirmed it yet." : null)}");
    }

    private static async Task<RazorComponentResult<SecretView>> RotateAsync(
        PageContext page, TenantApi api, string id, SentForm form, CancellationToken cancellationToken)
    {
        form.Required("overlap");
        var overlap = form.Number("overlap") is >= 0 and <= 168 and var hours
            ? TimeSpan.FromHours(hours)
            : throw new FieldException("'overlap' must be a number of hours from 0 to 168.");
        var rotated = await (await api.ActAsync(cancellationToken)).Endpoints.RotateSecretAsync(id, overlap, cancellationToken: cancellationToken);
        return new(new
        {
            Page = page,
            Title = "The new secret",
            Secrets = new Dictionary<string, string>(StringComparer.Ordinal) { ["Signing secret"] = rotated.Secret },
            Hint = (overlap == TimeSpan.Zero ? "From now on the new secret alone signs." : $"Deliveries are signed with the earlier secret too until {Moments.Full(rotated.EarlierSecretsEndAt)}.")
                + (rotated.InForce ? null : " A worker has not confirmed it yet."),
            Next = $"{page.TenantPath}/endpoints/{id}",
        });
    }

    private static async Task<IResult> TestAsync(PageContext page, TenantApi api, string id, CancellationToken cancellationToken)
    {
        var test = await (await api.ActAsync(cancellationToken)).Endpoints.TestAsync(id, cancellationToken);
        return page.Done("A test event is on its way.", $"{page.TenantPath}/events/{test.EventId}");
    }

    private static async Task<IResult> RecoverAsync(PageContext page, TenantApi api, string id, SentForm form, CancellationToken cancellationToken)
    {
        var since = TimeField.Read("since", form.Required("since"))!.Value;
        var endpoints = (await api.ActAsync(cancellationToken)).Endpoints;
        var recovered = await endpoints.RecoverAsync(id, since, cancellationToken);
        var count = recovered.Count;
        for (var calls = 1; !recovered.IsComplete && calls < MostCalls; calls++)
        {
            recovered = await endpoints.RecoverAsync(id, since, cancellationToken);
            count += recovered.Count;
        }

        return page.Done($"{(count == 1 ? "1 delivery is" : $"{Figures.Count(count)} deliveries are")} sent again.{(recovered.IsComplete ? null : " There are more: recover once more.")}");
    }

    private static async Task<IResult> DeleteAsync(PageContext page, TenantApi api, string id, CancellationToken cancellationToken)
    {
        await (await api.ActAsync(cancellationToken)).Endpoints.DeleteAsync(id, cancellationToken);
        return page.Done("The endpoint is deleted, and what it had not received is cancelled.", $"{page.TenantPath}/endpoints");
    }
}
