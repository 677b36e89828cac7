namespace Webhooks.Client;

/// <summary>Settings of an endpoint that a change sets back to their defaults.</summary>
[Flags]
public enum EndpointDefaults
{
    None = 0,
    Description = 1 << 0,
    Events = 1 << 1,
    Operational = 1 << 2,
    MaxRetries = 1 << 3,
    Timeout = 1 << 4,
    RateLimit = 1 << 5,

    /// <summary>Takes all of them away.</summary>
    Headers = 1 << 6,
    PayloadFormat = 1 << 7,
    Signatures = 1 << 8,
    RetryPolicy = 1 << 9,
    State = 1 << 10,
}
