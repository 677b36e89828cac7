using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Dashboard.Endpoints;
using Webhooks.Dashboard.Sessions;
using Webhooks.Dashboard.Shell;

namespace Webhooks.Dashboard.Replays;

internal static class ReplayPages
{
    private const int PageSize = 50;

    public static void MapReplays(this IEndpointRouteBuilder tenant)
    {
        tenant.MapGet("/replays", ListAsync);
        tenant.MapGet("/replays/new", PreviewAsync).Takes(ReplayChoice.Fields);
        tenant.MapPost("/replays", StartAsync).Takes(ReplayChoice.Fields);
        tenant.MapGet("/replays/{id}", ShowAsync);
        tenant.MapPost("/replays/{id}/{move:regex(^(pause|resume|cancel)$)}", MoveAsync);
    }

    private static async Task<RazorComponentResult<ReplaysView>> ListAsync(
        PageContext page, TenantApi api, CancellationToken cancellationToken, string? token = null) =>
        new(new { Page = page, Replays = await api.Read.Replays.ListPageAsync(PageSize, Entered.Text(token), cancellationToken) });

    private static async Task<RazorComponentResult<ReplayPreviewView>> PreviewAsync(
        PageContext page, TenantApi api, [AsParameters] ReplayChoice choice, CancellationToken cancellationToken)
    {
        try
        {
            if (choice.IsEmpty)
            {
                return new(new { Page = page, Choice = choice });
            }

            var client = await api.ActAsync(cancellationToken);
            var preview = await client.Replays.PreviewAsync(choice.ToFilter(), cancellationToken);
            var obstacles = await Obstacles.FindAsync(api.Read, preview.Matched > 0, cancellationToken);
            return new(new { Page = page, Choice = choice, Preview = preview, Blocked = ReplayObstacle.Of(preview, choice.ToFilter(), obstacles) });
        }
        catch (Exception error) when (Refusals.Of(page, error) is var (status, problem))
        {
            return new(new { Page = page, Choice = choice, Problem = problem }) { StatusCode = status };
        }
    }

    private static async Task<IResult> StartAsync(PageContext page, TenantApi api, SentForm form, CancellationToken cancellationToken)
    {
        form.Required("rate");
        var (filter, rate) = (ReplayChoice.Of(form).ToFilter(), form.Number("rate"));
        var started = await (await api.ActAsync(cancellationToken)).Replays.StartAsync(filter, rate, cancellationToken);
        return page.Done("It has begun.", $"{page.TenantPath}/replays/{started.Id}");
    }

    private static async Task<RazorComponentResult<ReplayView>> ShowAsync(PageContext page, TenantApi api, string id, CancellationToken cancellationToken) =>
        new(new { Page = page, Replay = await api.Read.Replays.GetAsync(id, cancellationToken) });

    private static async Task<IResult> MoveAsync(PageContext page, TenantApi api, string id, string move, CancellationToken cancellationToken)
    {
        var replays = (await api.ActAsync(cancellationToken)).Replays;
        await (move switch
        {
            "pause" => replays.PauseAsync(id, cancellationToken),
            "resume" => replays.ResumeAsync(id, cancellationToken),
            _ => replays.CancelAsync(id, cancellationToken),
        });
        return page.Done(move switch { "pause" => "It is paused: nothing is sent until it goes on.", "resume" => "It goes on.", _ => "It is stopped: what was sent stays sent." });
    }
}
