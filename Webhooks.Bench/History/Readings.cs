using Webhooks.Bench.Report;
using Webhooks.Bench.Stack;

namespace Webhooks.Bench.History;

/// <summary>The requests whose cost must not grow with what is stored: the first page of every list, a day's statistics, changes of an endpoint.</summary>
internal sealed class Readings(ApiClient client, HistoryTenant tenant, string newcomer)
{
    private const int Repeats = 9;

    private static readonly string[] OfAdministrator = ["/v1/tenants", "/v1/audit-log", "/v1/admin/keys"];

    private IReadOnlyList<string> OfTenant =>
    [
        "/v1/events?limit=100", "/v1/events?status=DELIVERED", "/v1/events?status=FAILED", "/v1/events?status=PENDING", "/v1/events?event_type=history.9",
        "/v1/events?event_type=never.seen", "/v1/deliveries?limit=100", "/v1/deliveries?status=delivered", "/v1/deliveries?status=failed",
        "/v1/deliveries?status=parked", $"/v1/deliveries?endpoint_id={tenant.Second}", "/v1/deliveries?reference_id=none", "/webhook-statuses",
        "/webhook-statuses?status=failed", "/v1/dlq", "/v1/webhooks", "/v1/event-types", "/v1/replays", $"/v1/tenants/{HistoryTenant.Id}/keys", "/v1/stats",
        $"/v1/webhooks/{tenant.First}/stats",
    ];

    public async Task<IReadOnlyList<ReadingReport>> MeasureAsync(CancellationToken cancellationToken)
    {
        var readings = new List<ReadingReport>();
        foreach (var path in OfTenant)
        {
            // The code is compiled for whoever has nothing; what is measured is what the history costs.
            await client.MeasureAsync(HttpMethod.Get, path, newcomer, cancellationToken);
            readings.Add(await RepeatAsync(path, tenant.Key, cancellationToken));
        }

        foreach (var path in OfAdministrator)
        {
            readings.Add(await RepeatAsync(path, apiKey: null, cancellationToken));
        }

        readings.Add(await OnceAsync(HttpMethod.Delete, $"/v1/webhooks/{tenant.Second}", "delete an endpoint that got a tenth of all", cancellationToken));
        if (tenant.Waits is { } disabled)
        {
            readings.Add(await OnceAsync(HttpMethod.Post, $"/v1/webhooks/{disabled}/enable", "enable an endpoint for which events wait", cancellationToken));
        }

        return readings;
    }

    private async Task<ReadingReport> RepeatAsync(string path, string? apiKey, CancellationToken cancellationToken)
    {
        var (status, first) = await client.MeasureAsync(HttpMethod.Get, path, apiKey, cancellationToken);
        var times = new List<double>(Repeats);
        for (var i = 0; i < Repeats; i++)
        {
            (status, var time) = await client.MeasureAsync(HttpMethod.Get, path, apiKey, cancellationToken);
            times.Add(time.TotalMilliseconds);
        }

        return new ReadingReport($"GET {path}", status, first.TotalMilliseconds, times.Order().ElementAt(Repeats / 2));
    }

    private async Task<ReadingReport> OnceAsync(HttpMethod method, string path, string name, CancellationToken cancellationToken)
    {
        var (status, time) = await client.MeasureAsync(method, path, tenant.Key, cancellationToken);
        return new ReadingReport(name, status, time.TotalMilliseconds, null);
    }
}
