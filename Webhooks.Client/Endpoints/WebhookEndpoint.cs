using System.Collections.ObjectModel;
using System.Text.Json.Serialization;

namespace Webhooks.Client;

/// <summary>Where events are delivered.</summary>
public sealed record WebhookEndpoint
{
    public required string Id { get; init; }
    public required string Url { get; init; }
    public string? Description { get; init; }

    /// <summary>The tenant's target_url, which receives every event and cannot be deleted.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Receives events about the platform itself and no others.</summary>
    public bool Operational { get; init; }

    /// <summary>Types, prefixes as in <c>order.*</c>, or <c>*</c>.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];

    /// <summary>envelope or raw; null sends each event as it was posted.</summary>
    public string? PayloadFormat { get; init; }

    public IReadOnlyList<string> Signatures { get; init; } = [];
    public string? RetryPolicy { get; init; }
    public int? MaxRetries { get; init; }

    /// <summary>Seconds.</summary>
    public double? Timeout { get; init; }

    public double? RateLimit { get; init; }
    /// <summary>With <c>***</c> for each value.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>active, paused or disabled.</summary>
    public required string State { get; init; }

    public string? StateReason { get; init; }
    public DateTimeOffset? FailingSince { get; init; }
    public required WebhookEndpointCircuit Circuit { get; init; }

    /// <summary>Deliveries per second that it is sent at the most now; null when nothing limits them.</summary>
    public double? CurrentRate { get; init; }

    /// <summary>Why that is less than its rate limit, such as <c>slowed after 503</c>.</summary>
    public string? CurrentRateReason { get; init; }

    /// <summary>It is sent nothing before then, because it has answered with a <c>Retry-After</c>.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>Only in the answer to a change: false when a worker has not confirmed it within a second.</summary>
    public bool? InForce { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Only in the answer to its creation.</summary>
    public string? Secret { get; init; }
}

/// <param name="State">open while the endpoint is spared after a run of failures, half_open from when on one delivery may go and decides, else closed.</param>
/// <param name="OpenUntil">When it is tried again, or could be since; null when closed.</param>
public sealed record WebhookEndpointCircuit(string State, DateTimeOffset? OpenUntil);

/// <param name="Secret">Shown this once.</param>
/// <param name="EarlierSecretsEndAt">Until then deliveries are signed with the earlier ones too.</param>
/// <param name="InForce">False when a worker has not confirmed it within a second.</param>
public sealed record RotatedSecret(string Id, string Secret, DateTimeOffset EarlierSecretsEndAt, bool InForce);

/// <param name="Status">PENDING: the delivery tells how it went.</param>
public sealed record TestDelivery(string EventId, string DeliveryId, string Status, string Message);

/// <param name="Count">Failed and skipped deliveries that are sent again.</param>
/// <param name="IsComplete">False when there are more than one call takes: the same call goes on.</param>
public sealed record RecoveredDeliveries(
    [property: JsonPropertyName("recovered")] int Count, [property: JsonPropertyName("complete")] bool IsComplete);

internal sealed record WebhookEndpointList(IReadOnlyList<WebhookEndpoint> Items, string? NextToken);

internal sealed record RecoveryRequest(DateTimeOffset Since);

internal sealed record SecretRotationRequest(double? OverlapHours, string? Secret);
