using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Webhooks.Client.Http;

namespace Webhooks.Client;

/// <summary>An endpoint as it is created or changed. When it is changed, what is null stays as it is, unless it is among <see cref="Restored"/>.</summary>
public sealed record WebhookEndpointSettings
{
    /// <summary>Where deliveries are posted. Needed to create.</summary>
    public string? Url { get; init; }

    /// <summary>
    /// Signs the deliveries: <c>whsec_</c> and the base64 of 24 to 64 bytes, or any other text of 16 to 256 characters, which makes no
    /// signature <c>standard</c>. One is generated when it is null. It is changed by <see cref="EndpointsClient.RotateSecretAsync"/>.
    /// </summary>
    public string? Secret { get; init; }

    /// <summary>Types, everything below a prefix as in <c>order.*</c>, or <c>*</c>. Default all.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>True receives events about the platform itself (endpoint.disabled, endpoint.recovered, delivery.exhausted), and no others.</summary>
    public bool? Operational { get; init; }

    /// <summary>Retries after the first attempt, 0 to 49. Default by the retry policy.</summary>
    public int? MaxRetries { get; init; }

    /// <summary>Seconds that an attempt may take, 0.1 to 30.</summary>
    public double? Timeout { get; init; }

    /// <summary>Deliveries per second, 1 to 100,000. Default unlimited.</summary>
    public double? RateLimit { get; init; }

    /// <summary>Sent with every delivery, 20 at the most. A change leaves those that it does not name, and takes away those whose value is null.</summary>
    public IReadOnlyDictionary<string, string?>? Headers { get; init; }

    /// <summary>envelope, the default, or raw.</summary>
    public string? PayloadFormat { get; init; }

    /// <summary>Of stripe, standard and x-webhook-signature. Default all that the secret can make.</summary>
    public IReadOnlyList<string>? Signatures { get; init; }

    /// <summary>The name of a configured retry policy. Default by the event's type.</summary>
    public string? RetryPolicy { get; init; }

    /// <summary>500 characters at the most.</summary>
    public string? Description { get; init; }

    /// <summary>active, the default, paused or disabled. What is under way to a paused one waits until it is active.</summary>
    public string? State { get; init; }

    /// <summary>What a change sets back to its default. Goes before a value that is given too.</summary>
    [JsonIgnore]
    public EndpointDefaults Restored { get; init; }

    // RFC 7396: absent leaves, null restores.
    internal JsonObject ToPatch()
    {
        var patch = JsonSerializer.SerializeToNode(this, ClientJson.Default.WebhookEndpointSettings)!.AsObject();
        foreach (var restored in Enum.GetValues<EndpointDefaults>().Where(one => one != EndpointDefaults.None && Restored.HasFlag(one)))
        {
            patch[JsonNamingPolicy.SnakeCaseLower.ConvertName(restored.ToString())] = null;
        }

        return patch;
    }
}
