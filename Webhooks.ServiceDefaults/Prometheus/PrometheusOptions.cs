namespace Webhooks.ServiceDefaults.Prometheus;

/// <summary>What <c>/metrics</c> shows, section <c>Prometheus</c>.</summary>
internal sealed class PrometheusOptions
{
    /// <summary>
    /// Further meters to show, such as <c>Microsoft.AspNetCore.Hosting</c>; a trailing <c>*</c> matches any rest. Those that are recorded
    /// several times per request are off by default: they would cost every request, scraped or not.
    /// </summary>
    public IList<string> Meters { get; } = ["Webhooks.*", "System.Runtime", "Npgsql", "Microsoft.AspNetCore.Server.Kestrel"];

    /// <summary>How many tag sets one instrument may have. What exceeds it is dropped and counted.</summary>
    public int MaxSeriesPerInstrument { get; set; } = 1000;

    public bool Includes(string meter) => Meters.Any(pattern => pattern.EndsWith('*')
        ? meter.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase)
        : meter.Equals(pattern, StringComparison.OrdinalIgnoreCase));
}
