using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Webhooks.Core.Validation;

namespace Webhooks.Worker.Jobs;

/// <summary>How a worker takes and sends deliveries. Section <c>Worker</c>.</summary>
public sealed class WorkerOptions
{
    public const string Section = "Worker";

    /// <summary>Messages asked for ahead, per policy. Default 1,000.</summary>
    [Range(1, 10_000)]
    public int Prefetch { get; set; } = 1_000;

    /// <summary>Deliveries held in memory at once, whatever waits in the stream. Default 4,096.</summary>
    [Range(16, 100_000)]
    public int MaxHeld { get; set; } = 4_096;

    /// <summary>Attempts under way at once that are younger than a second. Default 128.</summary>
    [Range(1, 4_096)]
    public int MaxSending { get; set; } = 128;

    /// <summary>Attempts under way at once to one endpoint. Default 64.</summary>
    [Range(1, 1_024)]
    public int LaneConcurrency { get; set; } = 64;

    /// <summary>Budget of an attempt from connecting to the last byte, for endpoints without one of their own. Default 10 s.</summary>
    [Duration("00:00:00.1", "00:00:30")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of a response that are read and kept. Default 16 KiB.</summary>
    [Range(0, 64 * 1024)]
    public int MaxResponseBytes { get; set; } = 16 * 1024;

    /// <summary>
    /// A delivery whose event was accepted longer ago than this is checked against its row before its first attempt: it may have been
    /// cancelled or retried by hand while it waited. Every later message is checked, and whatever a withdrawal concerns that the worker heard of. Default 10 s.
    /// </summary>
    [Duration("00:00:00", "00:01:00")]
    public TimeSpan CheckAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a delivery that finds its lane full is parked. Default 2 s.</summary>
    [Duration("00:00:00.1", "00:10:00")]
    public TimeSpan ParkFor { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Attempts per second of this worker to all endpoints together. Default none.</summary>
    [Range(1, 1_000_000)]
    public int? RateLimit { get; set; }

    /// <summary>An endpoint that has failed everything for this long is disabled by its next failure. Default 5 days.</summary>
    [Duration("00:01:00", "90.00:00:00")]
    public TimeSpan DisableAfter { get; set; } = TimeSpan.FromDays(5);

    /// <summary>An endpoint to which nothing was delivered for this long after a failed attempt is shown as failing, also when its retries are over by then. Default 1 minute.</summary>
    [Duration("00:00:01", "1.00:00:00")]
    public TimeSpan FailingAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long dead letters are kept. Default 14 days.</summary>
    [Duration("1.00:00:00", "365.00:00:00")]
    public TimeSpan DeadLetterRetention { get; set; } = TimeSpan.FromDays(14);
}

[OptionsValidator]
internal sealed partial class WorkerOptionsValidator : IValidateOptions<WorkerOptions>;
