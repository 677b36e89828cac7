using System.Diagnostics;
using OpenTelemetry;

namespace Webhooks.ServiceDefaults.Telemetry;

/// <summary>Keeps the spans of health probes and scrapes from being exported.</summary>
internal sealed class ProbeSpanFilter : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data is { Kind: ActivityKind.Server, Source.Name: "Microsoft.AspNetCore" }
            && data.GetTagItem("url.path") is "/health" or "/alive" or "/metrics")
        {
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }
}
