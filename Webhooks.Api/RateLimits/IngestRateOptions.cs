using Microsoft.Extensions.Options;

namespace Webhooks.Api.RateLimits;

/// <summary>How many events a tenant may post. Section <c>Ingest:RateLimit</c>.</summary>
public sealed class IngestRateOptions
{
    public const string Section = "Ingest:RateLimit";

    /// <summary>Events per second and tenant, of each replica of the API. Default 0, which is no limit; up to 1,000,000.</summary>
    public int PerSecond { get; set; }

    /// <summary>Events that may come at once after a pause. Default, or 0: what comes in a second. Up to 1,000,000.</summary>
    public int Burst { get; set; }

    public sealed class Validator : IValidateOptions<IngestRateOptions>
    {
        private const int Most = 1_000_000;

        public ValidateOptionsResult Validate(string? name, IngestRateOptions options) => options switch
        {
            { PerSecond: < 0 or > Most } => ValidateOptionsResult.Fail("Ingest:RateLimit:PerSecond must be between 0 and 1,000,000."),
            { Burst: < 0 or > Most } => ValidateOptionsResult.Fail("Ingest:RateLimit:Burst must be between 0 and 1,000,000."),
            _ => ValidateOptionsResult.Success,
        };
    }
}
