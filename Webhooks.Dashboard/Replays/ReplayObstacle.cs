using Webhooks.Client;
using Webhooks.Dashboard.Endpoints;

namespace Webhooks.Dashboard.Replays;

/// <summary>Of the deliveries that are shown before a replay: those that it would leave as they are, because their endpoint takes nothing.</summary>
/// <param name="IsOfAll">Nothing at all could be sent.</param>
/// <param name="Only">The endpoint of all, where there is one.</param>
/// <param name="Reason">Of that one.</param>
public sealed record ReplayObstacle(int Left, int Shown, bool IsOfAll, string? Only, Obstacle Reason)
{
    public static ReplayObstacle Of(ReplayPreview preview, ReplayFilter filter, Obstacles obstacles)
    {
        var left = preview.Items.Where(one => obstacles.Of(one.EndpointId) != Obstacle.None).Select(static one => one.EndpointId).ToList();
        var isOfAll = left.Count > 0 && left.Count == preview.Items.Count && (filter.EndpointId is not null || (preview.IsAllMatched && preview.Matched == left.Count));
        var only = isOfAll && left.Distinct(StringComparer.Ordinal).Count() == 1 ? left[0] : null;
        return new ReplayObstacle(left.Count, preview.Items.Count, isOfAll, only, only is null ? Obstacle.None : obstacles.Of(only));
    }
}
