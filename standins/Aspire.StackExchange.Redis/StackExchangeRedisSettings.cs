namespace Aspire.StackExchange.Redis;

/// <summary>Settings of the client integration, section <c>Aspire:StackExchange:Redis</c>, then <c>Aspire:StackExchange:Redis:{name}</c>.</summary>
public sealed class StackExchangeRedisSettings
{
    public string? ConnectionString { get; set; }

    public bool DisableHealthChecks { get; set; }

    /// <summary>Without effect here: the wrapped version of the client has no trace source.</summary>
    public bool DisableTracing { get; set; }

    /// <summary>Whether to connect on first use instead of when the host starts.</summary>
    public bool DisableAutoActivation { get; set; }
}
