using Microsoft.Extensions.Options;

namespace Webhooks.Api.Startup;

/// <summary>How long things are kept. Section <c>Retention</c>.</summary>
public sealed class MaintenanceOptions
{
    public const string Section = "Retention";

    /// <summary>Days whose partitions exist before they begin.</summary>
    public const int DaysAhead = 3;

    /// <summary>Days that events, deliveries and attempts are kept. Default 30, 1 to 3,650.</summary>
    public int EventDays { get; set; } = 30;

    /// <summary>Hours that an idempotency key is remembered. Default 24, 1 to 720.</summary>
    public int IdempotencyHours { get; set; } = 24;

    public sealed class Validator : IValidateOptions<MaintenanceOptions>
    {
        public ValidateOptionsResult Validate(string? name, MaintenanceOptions options) => options switch
        {
            { EventDays: < 1 or > 3_650 } => ValidateOptionsResult.Fail("Retention:EventDays must be between 1 and 3,650."),
            { IdempotencyHours: < 1 or > 720 } => ValidateOptionsResult.Fail("Retention:IdempotencyHours must be between 1 and 720."),
            _ => ValidateOptionsResult.Success,
        };
    }
}
