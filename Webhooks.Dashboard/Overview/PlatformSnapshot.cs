using System.Text.Json;
using Webhooks.Client;

namespace Webhooks.Dashboard.Overview;

/// <param name="HasMore">Tenants beyond those that have figures here.</param>
public sealed record PlatformSnapshot(DateTimeOffset At, ServiceHealth Health, IReadOnlyList<TenantFigures> Tenants, bool HasMore)
{
    /// <summary>Those with the most failures of the day, then by their ids.</summary>
    public IEnumerable<TenantFigures> TroubledFirst =>
        Tenants.OrderByDescending(static tenant => tenant.Statistics?.ByStatus.GetValueOrDefault("FAILED") ?? 0).ThenBy(static tenant => tenant.TenantId, StringComparer.Ordinal);

    private IEnumerable<Statistics> Counted => Tenants.Select(static tenant => tenant.Statistics).OfType<Statistics>();

    public long Events => Counted.Sum(static one => one.Events);

    public long Parked => Counted.Sum(static one => one.Parked);

    public double? SuccessRate
    {
        get
        {
            var delivered = Counted.Sum(static one => one.ByStatus.GetValueOrDefault("DELIVERED"));
            var ended = delivered + Counted.Sum(static one => one.ByStatus.GetValueOrDefault("FAILED"));
            return ended == 0 ? null : (double)delivered / ended;
        }
    }

    public IReadOnlyList<HourOfEvents> Hours =>
    [
        .. Counted.SelectMany(static one => one.Hours).GroupBy(static hour => hour.Hour).OrderBy(static hours => hours.Key).Select(static hours =>
            new HourOfEvents(hours.Key, hours.Sum(static hour => hour.Events), hours.Sum(static hour => hour.Delivered), hours.Sum(static hour => hour.Failed))),
    ];

    /// <summary>A figure of a health check; null where the API does not tell.</summary>
    public long? Figure(string check, string name) =>
        Health.Checks.GetValueOrDefault(check)?.Data?.GetValueOrDefault(name) is { ValueKind: JsonValueKind.Number } value ? value.GetInt64() : null;
}

/// <param name="Statistics">Null when they could not be counted in time.</param>
public sealed record TenantFigures(string TenantId, Statistics? Statistics);
