using System.Text.Json.Serialization;

namespace Webhooks.Api.Deliveries;

public sealed record DeliveryAnswer
{
    public required string Id { get; init; }
    public required string EventId { get; init; }
    public required string EventType { get; init; }
    public required string EndpointId { get; init; }

    /// <summary>Null when the endpoint was deleted.</summary>
    public string? EndpointUrl { get; init; }

    public string? ReferenceId { get; init; }
    public required string CorrelationId { get; init; }

    /// <summary>pending, in_progress, retrying, parked, delivered, failed, cancelled or skipped.</summary>
    public required string Status { get; init; }

    /// <summary>Why it was skipped, parked or cancelled.</summary>
    public string? Reason { get; init; }

    /// <summary>Of all cycles.</summary>
    public required int Attempts { get; init; }

    /// <summary>How often it was put on its way: by a retry or a replay, and on from where it was parked, as a probe or after a wait. Counts from 1.</summary>
    public required int Cycle { get; init; }

    public int? LastStatusCode { get; init; }
    public string? ErrorMessage { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastAttemptAt { get; init; }
    public DateTimeOffset? NextAttemptAt { get; init; }
    public DateTimeOffset? DeadLetteredAt { get; init; }

    /// <summary>The latest attempts, oldest first; only where one delivery is read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AttemptAnswer>? AttemptLog { get; init; }
}

/// <summary>
/// The phases are null on a connection that was used before. The URL is where the attempt went, without query and user information; null where
/// that is not known.
/// </summary>
public sealed record AttemptAnswer(
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
    string? Url);

public sealed record DeliveryList(IReadOnlyList<DeliveryAnswer> Items, string? NextToken);
