using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Webhooks.Core.Validation;

namespace Webhooks.Api.Startup;

/// <summary>How long things are kept. Section <c>Retention</c>.</summary>
public sealed class MaintenanceOptions
{
    public const string Section = "Retention";

    /// <summary>Days whose partitions exist before they begin.</summary>
    public const int DaysAhead = 3;

    /// <summary>Days that events, deliveries and attempts are kept. Default 30.</summary>
    [Range(1, 3_650)]
    public int EventDays { get; set; } = 30;

    /// <summary>Days that the audit log is kept. Default 90.</summary>
    [Range(1, 3_650)]
    public int AuditDays { get; set; } = 90;

    /// <summary>Hours that an idempotency key is remembered. Default 24.</summary>
    [Range(1, 720)]
    public int IdempotencyHours { get; set; } = 24;

    /// <summary>The least time between a tenant's removal and the end of its last rows: within it every process has heard. Default 1 minute.</summary>
    [Duration("00:00:00", "1.00:00:00")]
    public TimeSpan RemovedTenantGrace { get; set; } = TimeSpan.FromMinutes(1);
}

[OptionsValidator]
internal sealed partial class MaintenanceOptionsValidator : IValidateOptions<MaintenanceOptions>;
