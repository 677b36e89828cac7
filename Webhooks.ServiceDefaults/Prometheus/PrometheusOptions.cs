using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Webhooks.ServiceDefaults.Prometheus;

/// <summary>What <c>/metrics</c> shows. Section <c>Prometheus</c>.</summary>
internal sealed class PrometheusOptions
{
    public const string Section = "Prometheus";

    /// <summary>
    /// Further meters to show, such as <c>Microsoft.AspNetCore.Hosting</c>; a <c>*</c> matches anything. Those that are recorded several
    /// times per request are off by default: they would cost every request, scraped or not.
    /// </summary>
    public IList<string> Meters { get; } = ["Webhooks.*", "System.Runtime", "Npgsql", "Microsoft.AspNetCore.Server.Kestrel"];

    /// <summary>
    /// How many tag sets one instrument may have. What exceeds it is counted in one series more, <c>otel_metric_overflow</c>. Default 1,000.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxSeriesPerInstrument { get; set; } = 1_000;
}

[OptionsValidator]
internal sealed partial class PrometheusOptionsValidator : IValidateOptions<PrometheusOptions>;
