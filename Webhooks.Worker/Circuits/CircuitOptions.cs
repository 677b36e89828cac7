using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Webhooks.Core.Validation;

namespace Webhooks.Worker.Circuits;

/// <summary>When an endpoint's circuit breaker opens and for how long. Section <c>Circuit</c>.</summary>
public sealed class CircuitOptions
{
    public const string Section = "Circuit";

    /// <summary>Share of failed attempts that opens it. Default 0.7.</summary>
    [Range(0d, 1d, MinimumIsExclusive = true)]
    public double FailureRatio { get; set; } = 0.7;

    /// <summary>Attempts within the sampling time before it may open. Default 10.</summary>
    [Range(2, 10_000)]
    public int MinimumThroughput { get; set; } = 10;

    /// <summary>How far back attempts count. Default 30 s.</summary>
    [Duration("00:00:00.5", "00:10:00")]
    public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it stays open the first time; each time in a row doubles it. Default 30 s.</summary>
    [Duration("00:00:00.5", "01:00:00")]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest it stays open without a probe, not less than <see cref="BreakDuration"/>. Default 1 minute.</summary>
    [Duration("00:00:00.5", "1.00:00:00")]
    public TimeSpan MaxBreakDuration { get; set; } = TimeSpan.FromMinutes(1);

    public TimeSpan BreakAfter(int failedProbes)
    {
        var duration = BreakDuration * Math.Pow(2, Math.Min(failedProbes, 20));
        return duration < MaxBreakDuration ? duration : MaxBreakDuration;
    }
}

[OptionsValidator]
internal sealed partial class CircuitOptionsValidator : IValidateOptions<CircuitOptions>;
