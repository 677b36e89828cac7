namespace Webhooks.Core.Endpoints;

/// <summary>An endpoint as stored, without its secrets.</summary>
public sealed record EndpointRecord
{
    public required EndpointId Id { get; init; }
    public required string Url { get; init; }
    public string? Description { get; init; }
    public bool IsDefault { get; init; }

    /// <summary>Receives operational events (endpoint.disabled …) and no others.</summary>
    public bool IsOperational { get; init; }

    public required IReadOnlyList<string> EventFilters { get; init; }
    public string? PayloadFormat { get; init; }

    /// <summary>Bit flags of <see cref="Webhooks.Signing.SignatureProfile"/>.</summary>
    public int Signatures { get; init; }

    public string? RetryPolicy { get; init; }
    public int? MaxAttempts { get; init; }
    public int? TimeoutMs { get; init; }
    public double? RateLimit { get; init; }

    /// <summary>A JSON object, see <see cref="SealedHeaders"/>.</summary>
    public required string Headers { get; init; }

    /// <summary>One of <see cref="EndpointState"/>.</summary>
    public required string State { get; init; }

    public string? StateReason { get; init; }
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>When the last of the workers that gave up on it for now tries again, or may since; null while every circuit is closed.</summary>
    public DateTimeOffset? CircuitOpenUntil { get; init; }

    /// <summary>That time has not come yet.</summary>
    public bool IsCircuitOpen { get; init; }

    /// <summary>Before then it wants nothing, by its <c>Retry-After</c>.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>Deliveries per second that workers limit themselves to, because it asked for less; null while none does.</summary>
    public double? SlowedRate { get; init; }

    /// <summary>The status by which it asked.</summary>
    public int? SlowedAfter { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
}
