using Webhooks.Core.Events;

namespace Webhooks.Api.Ingest;

/// <summary>An event that has passed every check of its form and waits to be stored.</summary>
public sealed record NewEvent
{
    public required string TenantId { get; init; }
    public required string EventType { get; init; }
    public EventForm Form { get; init; }

    /// <summary>The bytes to deliver, owned by this object from now on.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    public required string CorrelationId { get; init; }
    public string? ReferenceId { get; init; }
    public required string? TraceParent { get; init; }
    public IdempotencyClaim? Idempotency { get; init; }

    /// <summary>Deliver to this endpoint only, whatever its filters say; null means every endpoint that matches.</summary>
    public Webhooks.Core.Endpoints.EndpointId? OnlyTo { get; init; }
}

/// <param name="Key">The caller's key, unique per tenant.</param>
/// <param name="BodyHash">SHA-256 of the request's body.</param>
public sealed record IdempotencyClaim(string Key, ReadOnlyMemory<byte> BodyHash);
