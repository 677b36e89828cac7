namespace Webhooks.Client;

/// <summary>One event on its way to one endpoint.</summary>
public sealed record Delivery
{
    public required string Id { get; init; }
    public required string EventId { get; init; }
    public required string EventType { get; init; }
    public required string EndpointId { get; init; }

    /// <summary>Null when the endpoint was deleted.</summary>
    public string? EndpointUrl { get; init; }

    public string? ReferenceId { get; init; }
    public string? CorrelationId { get; init; }

    /// <summary>pending, in_progress, retrying, parked, delivered, failed, cancelled or skipped.</summary>
    public required string Status { get; init; }

    /// <summary>Why it was skipped, parked or cancelled.</summary>
    public string? Reason { get; init; }

    /// <summary>Of all cycles.</summary>
    public int Attempts { get; init; }

    /// <summary>Counts from 1; a manual retry starts the next.</summary>
    public int Cycle { get; init; }

    public int? LastStatusCode { get; init; }
    public string? ErrorMessage { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastAttemptAt { get; init; }
    public DateTimeOffset? NextAttemptAt { get; init; }
    public DateTimeOffset? DeadLetteredAt { get; init; }

    /// <summary>The latest attempts, oldest first; null in a list.</summary>
    public IReadOnlyList<DeliveryAttempt>? AttemptLog { get; init; }
}

/// <summary>One request to the endpoint. The phases are null on a connection that was used before.</summary>
/// <param name="Url">Where it went, without query and user information; null where that is not known.</param>
/// <param name="Response">The beginning of what the endpoint answered.</param>
public sealed record DeliveryAttempt(
    int Attempt,
    int Cycle,
    DateTimeOffset StartedAt,
    double DurationMs,
    double? DnsMs,
    double? ConnectMs,
    double? TlsMs,
    double? FirstByteMs,
    int? StatusCode,
    string? ErrorClass,
    string? Error,
    string? Response,
    string? Url = null);

internal sealed record DeliveryList(IReadOnlyList<Delivery> Items, string? NextToken);
