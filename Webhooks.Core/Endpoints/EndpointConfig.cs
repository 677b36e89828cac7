namespace Webhooks.Core.Endpoints;

/// <summary>An endpoint as every process holds it in memory: immutable, replaced as a whole when it changes.</summary>
public sealed record EndpointConfig
{
    public required EndpointId Id { get; init; }
    public required string TenantId { get; init; }
    /// <summary>From <see cref="Security.EndpointUrl.Parse"/>.</summary>
    public required Uri Url { get; init; }

    /// <summary>The tenant's own target_url.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Receives operational events (endpoint.disabled …) and no others.</summary>
    public bool IsOperational { get; init; }

    public required EventFilter Filter { get; init; }

    /// <summary>One of <see cref="PayloadFormat"/>, or null to send an event as it was posted.</summary>
    public string? PayloadFormat { get; init; }

    /// <summary>Bit flags of <see cref="Webhooks.Signing.SignatureProfile"/>.</summary>
    public int Signatures { get; init; }

    /// <summary>A retry policy's name, or null to go by the event's type.</summary>
    public string? RetryPolicy { get; init; }

    /// <summary>Ends the retries before the policy would; null leaves it to the policy.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>Budget of one attempt, from connecting to the last byte; null means the worker's default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Deliveries per second; null means no limit of its own.</summary>
    public double? RateLimit { get; init; }

    /// <summary>As stored; <see cref="SealedHeaders.Open"/> decrypts the values.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>One of <see cref="EndpointState"/>.</summary>
    public required string State { get; init; }

    public string? StateReason { get; init; }

    /// <summary>Newest first; several are live during a rotation.</summary>
    public IReadOnlyList<EndpointSecret> Secrets { get; init; } = [];

    /// <summary>What was learnt of it while it had an earlier one does not hold any more.</summary>
    public int SettingsVersion { get; init; }

    /// <summary>When the present run of failures began; null while it works.</summary>
    public DateTimeOffset? FailingSince { get; init; }
}

/// <summary>A signing secret, encrypted as stored.</summary>
public sealed record EndpointSecret(ReadOnlyMemory<byte> Ciphertext, DateTimeOffset? ExpiresAt);
