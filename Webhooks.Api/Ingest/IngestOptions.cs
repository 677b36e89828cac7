using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Webhooks.Core.Validation;

namespace Webhooks.Api.Ingest;

/// <summary>How accepted events reach the database and the stream. Section <c>Ingest</c>.</summary>
public sealed class IngestOptions
{
    public const string Section = "Ingest";

    /// <summary>Transactions under way at once: what comes in during one is the next, and few large ones cost less than many small ones. Default 1.</summary>
    [Range(1, 16)]
    public int Writers { get; set; } = 1;

    /// <summary>
    /// Time from the beginning of a transaction to that of the next at the least: an event that comes sooner waits so long for others, which share its
    /// transaction and its message. After a pause none waits. Default 3 ms.
    /// </summary>
    [Duration("00:00:00", "00:00:00.1000000")]
    public TimeSpan CommitEvery { get; set; } = TimeSpan.FromMilliseconds(3);

    /// <summary>Events stored by one transaction at the most. Default 500.</summary>
    [Range(1, 2_000)]
    public int MaxBatch { get; set; } = 500;

    /// <summary>Bytes × endpoints stored by one transaction, a larger event alone: how long everybody's next event waits for it. Default 256 KiB.</summary>
    [Range(1 << 16, 1 << 30)]
    public int MaxBatchBytes { get; set; } = 256 << 10;

    /// <summary>Bytes × endpoints that wait to be stored. A tenant may have a third of what is free before the API answers 429. Default 128 MiB.</summary>
    [Range(typeof(long), "1048576", "68719476736")]
    public long MaxWaitingBytes { get; set; } = 128L << 20;

    /// <summary>Published deliveries whose acknowledgements are awaited at once; what would be more is left to the relay. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxUnacknowledged { get; set; } = 10_000;

    /// <summary>Age at which the relay publishes a batch again. Default 5 s.</summary>
    [Duration("00:00:01", "00:10:00")]
    public TimeSpan RelayAfter { get; set; } = TimeSpan.FromSeconds(5);
}

[OptionsValidator]
internal sealed partial class IngestOptionsValidator : IValidateOptions<IngestOptions>;
