using Webhooks.Core.Retries;
using Webhooks.Core.Security;

namespace Webhooks.Worker.Jobs;

/// <summary>One attempt as it went.</summary>
internal sealed record AttemptResult
{
    public required DateTimeOffset StartedAt { get; init; }
    public required TimeSpan Duration { get; init; }
    public required DeliveryOutcome Outcome { get; init; }

    /// <summary>What went wrong, in a sentence; null when it was delivered.</summary>
    public string? Error { get; init; }

    /// <summary>What is worth knowing but changed nothing, such as a body that broke off.</summary>
    public string? Note { get; init; }

    /// <summary>The beginning of the response's body.</summary>
    public string? Response { get; init; }
    /// <summary>Where it went, without query and user information.</summary>
    public string? Url { get; init; }

    public TimeSpan? RetryAfter { get; init; }
    public AttemptPhases? Phases { get; init; }
    public double? FirstByteMs { get; init; }
}
