using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Webhooks.Api.RateLimits;

/// <summary>How many events a tenant may post. Section <c>Ingest:RateLimit</c>.</summary>
public sealed class IngestRateOptions
{
    public const string Section = "Ingest:RateLimit";

    /// <summary>Events per second and tenant, of each replica of the API. 0 is no limit. Default 0.</summary>
    [Range(0, 1_000_000)]
    public int PerSecond { get; set; }

    /// <summary>Events that may come at once after a pause. 0 is what comes in a second. Default 0.</summary>
    [Range(0, 1_000_000)]
    public int Burst { get; set; }
}

[OptionsValidator]
internal sealed partial class IngestRateOptionsValidator : IValidateOptions<IngestRateOptions>;
