using Microsoft.Extensions.Options;

namespace Webhooks.Worker.Lanes;

/// <summary>When an endpoint's circuit breaker opens and for how long. Section <c>Circuit</c>.</summary>
public sealed class CircuitOptions
{
    public const string Section = "Circuit";

    /// <summary>Share of failed attempts that opens it. Default 0.7, above 0 up to 1.</summary>
    public double FailureRatio { get; set; } = 0.7;

    /// <summary>Attempts within the sampling time before it may open. Default 10, 2 to 10,000.</summary>
    public int MinimumThroughput { get; set; } = 10;

    /// <summary>How far back attempts count. Default 30 s, 500 ms to 10 minutes.</summary>
    public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it stays open the first time; each time in a row doubles it. Default 30 s, 500 ms to 1 hour.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest it stays open without a probe. Default 10 minutes, up to 24 hours.</summary>
    public TimeSpan MaxBreakDuration { get; set; } = TimeSpan.FromMinutes(10);

    public TimeSpan BreakAfter(int failedProbes)
    {
        var duration = BreakDuration * Math.Pow(2, Math.Min(failedProbes, 20));
        return duration < MaxBreakDuration ? duration : MaxBreakDuration;
    }

    public sealed class Validator : IValidateOptions<CircuitOptions>
    {
        private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(500);

        public ValidateOptionsResult Validate(string? name, CircuitOptions options)
        {
            var errors = new List<string>();
            Check(options.FailureRatio is > 0 and <= 1, "Circuit:FailureRatio must be above 0 and at most 1.");
            Check(options.MinimumThroughput is >= 2 and <= 10_000, "Circuit:MinimumThroughput must be between 2 and 10,000.");
            Check(options.SamplingDuration >= Shortest && options.SamplingDuration <= TimeSpan.FromMinutes(10), "Circuit:SamplingDuration must be between 500 ms and 10 minutes.");
            Check(options.BreakDuration >= Shortest && options.BreakDuration <= TimeSpan.FromHours(1), "Circuit:BreakDuration must be between 500 ms and 1 hour.");
            Check(options.MaxBreakDuration >= options.BreakDuration && options.MaxBreakDuration <= TimeSpan.FromHours(24), "Circuit:MaxBreakDuration must be between Circuit:BreakDuration and 24 hours.");
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

            void Check(bool holds, string error)
            {
                if (!holds)
                {
                    errors.Add(error);
                }
            }
        }
    }
}
