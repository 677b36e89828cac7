using System.Text.Json.Serialization;

namespace Webhooks.Api.Endpoints;

/// <summary>An endpoint as it is created or changed. When it is changed, what is missing stays as it is, and null restores the default.</summary>
public sealed record EndpointRequest
{
    /// <summary>Where deliveries are posted.</summary>
    public string? Url { get; init; }

    /// <summary>
    /// Signs the deliveries: <c>whsec_</c> and the base64 of 24 to 64 bytes, or any other text of 16 to 256 characters. One is generated when
    /// it is missing. It cannot be changed here but by rotate-secret.
    /// </summary>
    public string? Secret { get; init; }

    /// <summary>Event types: <c>user.created</c>, everything below a prefix as in <c>order.*</c>, or <c>*</c>. Default all.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>
    /// True receives <c>endpoint.failing</c>, <c>endpoint.disabled</c>, <c>endpoint.recovered</c> and <c>delivery.exhausted</c>, as far as <c>events</c> names them,
    /// and none of the tenant's own events. Default false.
    /// </summary>
    public bool? Operational { get; init; }

    /// <summary>Retries after the first attempt, 0 to 49. Default by the retry policy.</summary>
    public int? MaxRetries { get; init; }

    /// <summary>Seconds that an attempt may take, 0.1 to 30.</summary>
    public double? Timeout { get; init; }

    /// <summary>Deliveries per second, 0.01 to 100,000: 0.2 is one every five seconds. Default unlimited.</summary>
    public double? RateLimit { get; init; }

    /// <summary>
    /// Sent with every delivery, 20 at the most. They are stored encrypted, and shown with <c>***</c> for each value. A change leaves those that
    /// it does not name, and takes away those that are null.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>
    /// <c>envelope</c>, the default: <c>{"id","event","timestamp","data"}</c> around the payload. Or <c>raw</c>: the payload alone, byte for byte.
    /// </summary>
    public string? PayloadFormat { get; init; }

    /// <summary>
    /// Of <c>stripe</c>, <c>standard</c> and <c>x-webhook-signature</c>. Default all; without <c>standard</c> where the secret is no
    /// <c>whsec_</c> one, because the libraries of Standard Webhooks take no other.
    /// </summary>
    public IReadOnlyList<string>? Signatures { get; init; }

    /// <summary>The name of a retry policy that the workers have. Default by the event's type.</summary>
    public string? RetryPolicy { get; init; }

    /// <summary>500 characters at the most.</summary>
    public string? Description { get; init; }

    /// <summary>
    /// <c>active</c>, the default, <c>paused</c> or <c>disabled</c>. A paused endpoint's deliveries that are under way
    /// are held until it is active again; events that come meanwhile are skipped, as they are for a disabled one.
    /// </summary>
    public string? State { get; init; }
}

public sealed record EndpointAnswer
{
    public required string Id { get; init; }
    public required string Url { get; init; }
    public string? Description { get; init; }

    /// <summary>The tenant's target_url.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Receives events about the platform itself and no others.</summary>
    public bool Operational { get; init; }

    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>Null, for a tenant's target_url, sends an event as it was posted: in the envelope where it came with a type and a payload, else raw.</summary>
    public string? PayloadFormat { get; init; }

    public required IReadOnlyList<string> Signatures { get; init; }
    public string? RetryPolicy { get; init; }
    public int? MaxRetries { get; init; }

    /// <summary>Seconds.</summary>
    public double? Timeout { get; init; }

    public double? RateLimit { get; init; }
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>active, paused or disabled.</summary>
    public required string State { get; init; }

    public string? StateReason { get; init; }
    public DateTimeOffset? FailingSince { get; init; }
    public required EndpointCircuit Circuit { get; init; }

    /// <summary>Deliveries per second that it is sent at the most now; null when nothing limits them.</summary>
    public double? CurrentRate { get; init; }

    /// <summary>Why that is less than its rate limit: <c>slowed after 503</c>, for instance. Null when it is not.</summary>
    public string? CurrentRateReason { get; init; }

    /// <summary>It is sent nothing before then, because it has answered with a <c>Retry-After</c>. Null when that is not so.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>
    /// Only in the answer to a change. False when a worker has not confirmed it within a second: that one goes by the earlier settings until it
    /// reaches the database again.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? InForce { get; init; }

    /// <summary>Only in the answer to its creation.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }
}

/// <param name="State">
/// <c>open</c> while it is spared after a run of failures, <c>half_open</c> from when on one delivery may go and decides, else <c>closed</c>.
/// </param>
/// <param name="OpenUntil">When it is tried again, or could be since; null when closed.</param>
public sealed record EndpointCircuit(string State, DateTimeOffset? OpenUntil)
{
    public static readonly EndpointCircuit Closed = new("closed", null);
}

public sealed record EndpointList(IReadOnlyList<EndpointAnswer> Items, string? NextToken);

/// <param name="Since">Unix seconds or ISO 8601: of events accepted since.</param>
public sealed record RecoveryRequest(string? Since);

/// <param name="Count">Failed and skipped deliveries that are sent again.</param>
/// <param name="IsComplete">False when there are more than one call takes: the same call goes on.</param>
public sealed record Recovered(
    [property: JsonPropertyName("recovered")] int Count, [property: JsonPropertyName("complete")] bool IsComplete);

/// <param name="OverlapHours">How long the present secret goes on signing too, 0 to 168. Default 24.</param>
/// <param name="Secret">Of your own choice; one is generated when it is missing.</param>
public sealed record SecretRotationRequest(double? OverlapHours, string? Secret);

/// <param name="Secret">Shown this once.</param>
/// <param name="InForce">False when a worker has not confirmed it within a second: that one signs as before until it reaches the database again.</param>
public sealed record SecretRotated(string Id, string Secret, DateTimeOffset EarlierSecretsEndAt, bool InForce);

/// <param name="Status">PENDING.</param>
public sealed record TestSent(string EventId, string DeliveryId, string Status, string Message);
