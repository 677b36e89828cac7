using Microsoft.Extensions.Options;

namespace Webhooks.Worker;

/// <summary>How a worker takes and sends deliveries. Section <c>Worker</c>.</summary>
public sealed class WorkerOptions
{
    public const string Section = "Worker";

    /// <summary>Messages asked for ahead, per policy. Default 1,000, 1 to 10,000.</summary>
    public int Prefetch { get; set; } = 1_000;

    /// <summary>Deliveries held in memory at once, whatever waits in the stream. Default 4,096, 16 to 100,000.</summary>
    public int MaxHeld { get; set; } = 4_096;

    /// <summary>Attempts under way at once that are younger than a second. Default 128, 1 to 4,096.</summary>
    public int MaxSending { get; set; } = 128;

    /// <summary>Attempts under way at once to one endpoint. Default 64, 1 to 1,024.</summary>
    public int LaneConcurrency { get; set; } = 64;

    /// <summary>Budget of an attempt from connecting to the last byte, for endpoints without one of their own. Default 10 s, 100 ms to 30 s.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of a response that are read and kept. Default 16 KiB, 0 to 64 KiB.</summary>
    public int MaxResponseBytes { get; set; } = 16 * 1024;

    /// <summary>
    /// A message older than this is checked against its delivery's row before it is sent: it may have been
    /// cancelled or retried by hand while it waited. Default 1 s, 0 to 1 minute.
    /// </summary>
    public TimeSpan CheckAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a delivery that finds its lane full is parked. Default 2 s, 100 ms to 10 minutes.</summary>
    public TimeSpan ParkFor { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Attempts per second of this worker to all endpoints together; none by default, 1 to 1,000,000.</summary>
    public int? RateLimit { get; set; }

    /// <summary>An endpoint that has failed everything for this long is disabled. Default 5 days, 1 minute to 90 days.</summary>
    public TimeSpan DisableAfter { get; set; } = TimeSpan.FromDays(5);

    /// <summary>An endpoint that has failed everything for this long is shown as failing. Default 1 minute, 1 s to 1 day.</summary>
    public TimeSpan FailingAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long dead letters are kept. Default 14 days, 1 to 365.</summary>
    public TimeSpan DeadLetterRetention { get; set; } = TimeSpan.FromDays(14);

    public sealed class Validator : IValidateOptions<WorkerOptions>
    {
        public ValidateOptionsResult Validate(string? name, WorkerOptions options)
        {
            var errors = new List<string>();
            Within(options.Prefetch, 1, 10_000, nameof(Prefetch));
            Within(options.MaxHeld, 16, 100_000, nameof(MaxHeld));
            Within(options.MaxSending, 1, 4_096, nameof(MaxSending));
            Within(options.LaneConcurrency, 1, 1_024, nameof(LaneConcurrency));
            Within(options.AttemptTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(30), nameof(AttemptTimeout));
            Within(options.MaxResponseBytes, 0, 64 * 1024, nameof(MaxResponseBytes));
            Within(options.CheckAfter, TimeSpan.Zero, TimeSpan.FromMinutes(1), nameof(CheckAfter));
            Within(options.ParkFor, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10), nameof(ParkFor));
            Within(options.RateLimit ?? 1, 1, 1_000_000, nameof(RateLimit));
            Within(options.DisableAfter, TimeSpan.FromMinutes(1), TimeSpan.FromDays(90), nameof(DisableAfter));
            Within(options.FailingAfter, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), nameof(FailingAfter));
            Within(options.DeadLetterRetention, TimeSpan.FromDays(1), TimeSpan.FromDays(365), nameof(DeadLetterRetention));
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

            void Within<T>(T value, T least, T most, string option)
                where T : IComparable<T>
            {
                if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
                {
                    errors.Add($"Worker:{option} must be between {least} and {most}.");
                }
            }
        }
    }
}
