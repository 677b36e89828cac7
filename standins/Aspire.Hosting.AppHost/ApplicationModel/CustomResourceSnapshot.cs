using System.Collections.Immutable;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Checks = Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What is known of one running instance of a resource at one moment.</summary>
public sealed record CustomResourceSnapshot
{
    public required string ResourceType { get; init; }

    public required ImmutableArray<ResourcePropertySnapshot> Properties { get; init; }

    public ResourceStateSnapshot? State { get; init; }

    public int? ExitCode { get; init; }

    public DateTime? CreationTimeStamp { get; init; }

    public DateTime? StartTimeStamp { get; init; }

    public DateTime? StopTimeStamp { get; init; }

    public ImmutableArray<EnvironmentVariableSnapshot> EnvironmentVariables { get; init; } = [];

    public ImmutableArray<UrlSnapshot> Urls { get; init; } = [];

    public ImmutableArray<HealthReportSnapshot> HealthReports { get; init; } = [];

    public EventSnapshot? ResourceReadyEvent { get; init; }

    /// <summary>Only a running resource has one: the worst of its reports, or healthy when it has no checks.</summary>
    public HealthStatus? HealthStatus => Is(KnownResourceStates.Running)
        ? HealthReports.Select(r => r.Status ?? Checks.HealthStatus.Unhealthy).DefaultIfEmpty(Checks.HealthStatus.Healthy).Min()
        : null;

    internal bool Is(string state) => string.Equals(State?.Text, state, StringComparison.Ordinal);
}

public sealed record ResourceStateSnapshot(string Text, string? Style = null)
{
    public static implicit operator ResourceStateSnapshot?(string? text) => FromString(text);

    public static ResourceStateSnapshot? FromString(string? text) => text is null ? null : new(text);
}

public sealed record ResourcePropertySnapshot(string Name, object? Value);

public sealed record EnvironmentVariableSnapshot(string Name, string? Value, bool IsFromSpec);

public sealed record UrlSnapshot(string? Name, string Url, bool IsInternal)
{
    public string? DisplayText { get; init; }
}

public sealed record HealthReportSnapshot(string Name, HealthStatus? Status, string? Description, string? ExceptionText);

public sealed record EventSnapshot(Task EventTask);
