using Microsoft.Extensions.Options;

namespace Webhooks.Api.Ingest;

/// <summary>How accepted events reach the database and the stream. Section <c>Ingest</c>.</summary>
public sealed class IngestOptions
{
    public const string Section = "Ingest";

    /// <summary>Transactions under way at once. Default 1, 1 to 16: what comes in during one is the next, and few large ones cost less than many small ones.</summary>
    public int Writers { get; set; } = 1;

    /// <summary>Events stored by one transaction at the most. Default 500, 1 to 2,000.</summary>
    public int MaxBatch { get; set; } = 500;

    /// <summary>Events waiting to be stored before the API answers 503. Default 10,000, 1 to 100,000.</summary>
    public int MaxWaiting { get; set; } = 10_000;

    /// <summary>Payload bytes waiting to be stored before the API answers 503. Default 64 MiB, at least 1 MiB.</summary>
    public long MaxWaitingBytes { get; set; } = 64L << 20;

    /// <summary>Published messages whose acknowledgements are awaited at once; what would be more is left to the relay. Default 10,000, 1 to 1,000,000.</summary>
    public int MaxUnacknowledged { get; set; } = 10_000;

    /// <summary>Age at which the relay publishes a batch again. Default 5 s, 1 s to 10 minutes.</summary>
    public TimeSpan RelayAfter { get; set; } = TimeSpan.FromSeconds(5);

    public sealed class Validator : IValidateOptions<IngestOptions>
    {
        public ValidateOptionsResult Validate(string? name, IngestOptions options)
        {
            var errors = new List<string>();
            Check(options.Writers is >= 1 and <= 16, "Ingest:Writers must be between 1 and 16.");
            Check(options.MaxBatch is >= 1 and <= 2_000, "Ingest:MaxBatch must be between 1 and 2,000.");
            Check(options.MaxWaiting is >= 1 and <= 100_000, "Ingest:MaxWaiting must be between 1 and 100,000.");
            Check(options.MaxWaitingBytes >= 1 << 20, "Ingest:MaxWaitingBytes must be at least 1,048,576.");
            Check(options.MaxUnacknowledged is >= 1 and <= 1_000_000, "Ingest:MaxUnacknowledged must be between 1 and 1,000,000.");
            Check(
                options.RelayAfter >= TimeSpan.FromSeconds(1) && options.RelayAfter <= TimeSpan.FromMinutes(10),
                "Ingest:RelayAfter must be between 1 second and 10 minutes.");
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
