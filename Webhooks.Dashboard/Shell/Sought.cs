using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Dashboard.Design;
using Webhooks.Dashboard.Ids;

namespace Webhooks.Dashboard.Shell;

/// <summary>What is said where the API does not know what an address names: what such an id looks like, and where else it may be.</summary>
internal static class Sought
{
    private static readonly Dictionary<string, string> Lists = new(StringComparer.Ordinal)
    {
        ["events"] = "All events",
        ["deliveries"] = "All deliveries",
        ["endpoints"] = "All endpoints",
        ["replays"] = "All replays",
        ["event-types"] = "All event types",
    };

    /// <param name="said">By the API.</param>
    public static Task ShowAsync(HttpContext context, string said)
    {
        var page = PageContext.Of(context);
        if (!page.IsForPeople)
        {
            return ErrorPage.ShowAsync(context, StatusCodes.Status404NotFound, Missing.Title, PageWords.Of(context, said));
        }

        var written = WrittenIn(context);
        var list = context.Request.Path.Value?.Split('/') is [_, _, _, { } part, ..] && Lists.ContainsKey(part) ? part : null;
        var view = new RazorComponentResult<SoughtView>(new
        {
            Page = page,
            Said = PageWords.Of(context, said),
            Hint = written is null ? null : HintOf(IdKind.Plain(written), list, page.Now) + (IsWhole(IdKind.Plain(written)) ? " Or it is another tenant's." : null),
            Links = LinksOf(page, written, list).ToList(),
        })
        {
            StatusCode = StatusCodes.Status404NotFound,
        };
        return view.ExecuteAsync(context);
    }

    /// <summary>Why there may be none of an id; null where ids say nothing.</summary>
    public static string? HintOf(string id, string? list, DateTimeOffset now)
    {
        var kind = IdKind.Of(id) ?? IdKind.All.FirstOrDefault(one => one.List is not null && one.List == list);
        return kind is null ? null
            : !kind.IsWhole(id) ? $"{kind.Form} {(IdKind.Of(id) is null ? "This one begins otherwise." : $"This one has {id.Length - kind.Prefix.Length} characters after {kind.Prefix}.")}"
            : kind == IdKind.Endpoint ? "It may have been deleted."
            : kind == IdKind.DeadLetter ? "It may have been delivered again or removed, or its time is over."
            : $"Events and what belongs to them are kept for 30 days, where the operator has set nothing else.{(kind.MadeAt(id, now) is { } at ? $" This id was made {Moments.Full(at)}." : null)}";
    }

    private static bool IsWhole(string id) => IdKind.Of(id)?.IsWhole(id) is true;

    private static string? WrittenIn(HttpContext context) =>
        context.GetRouteValue("id") as string ?? Entered.Text(context.Request.Query["q"]) ?? Entered.Text(context.Request.Query["event"]);

    private static IEnumerable<(string Text, string Path)> LinksOf(PageContext page, string? written, string? list)
    {
        var id = IdKind.Plain(written ?? "");
        if (IsWhole(id))
        {
            if (written != id || IdKind.Of(id)!.List != list)
            {
                yield return ($"Look for {id}", $"{page.TenantPath}/search?q={id}");
            }

            if (page.Session is { IsOperator: true })
            {
                yield return ("Look for it in every tenant", $"/search?q={id}");
            }
        }

        if (list is not null)
        {
            yield return (Lists[list], $"{page.TenantPath}/{list}");
        }

        yield return page.Session is { IsOperator: true } ? ("All tenants", "/tenants") : ("Summary", page.TenantPath);
    }
}
