namespace Webhooks.Core.Endpoints;

/// <summary>What an endpoint's owner decides; null leaves a value at its default, or as it is.</summary>
public sealed record EndpointSettings
{
    public string? Url { get; init; }
    public string? Description { get; init; }
    public bool? IsOperational { get; init; }
    public string[]? EventFilters { get; init; }
    public string? PayloadFormat { get; init; }

    /// <summary>Bit flags of <see cref="Webhooks.Signing.SignatureProfile"/>.</summary>
    public int? Signatures { get; init; }

    public string? RetryPolicy { get; init; }

    /// <summary>1 to 50.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>100 to 30,000.</summary>
    public int? TimeoutMs { get; init; }

    /// <summary>Deliveries per second, 0.01 to 100,000.</summary>
    public double? RateLimit { get; init; }

    /// <summary>A JSON object, see <see cref="SealedHeaders"/>.</summary>
    public string? Headers { get; init; }

    /// <summary>The stored headers that <see cref="Headers"/> was made of.</summary>
    public string? HeadersBefore { get; init; }

    /// <summary>One of <see cref="EndpointState"/>.</summary>
    public string? State { get; init; }

    /// <summary>Columns that a change sets back to what they are in an endpoint of which nothing was decided.</summary>
    public IReadOnlyCollection<string> Restored { get; init; } = [];
}
