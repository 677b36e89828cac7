using System.Text.Json.Serialization;
using Webhooks.Core.Endpoints;

namespace Webhooks.Worker.Operations;

/// <summary>What an operational event tells: which endpoint, why, and of a delivery given up which one.</summary>
internal sealed record OperationalData
{
    public OperationalData(EndpointConfig endpoint, string? reason)
        : this(endpoint.Id, endpoint.Url.OriginalString, reason)
    {
    }

    public OperationalData(EndpointId endpoint, string url, string? reason) =>
        (EndpointId, EndpointUrl, Reason) = (endpoint.ToString(), url, reason);

    public string EndpointId { get; }
    public string EndpointUrl { get; }
    public string? Reason { get; }
    public string? EventId { get; init; }
    public string? DeliveryId { get; init; }
    public int? Attempts { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OperationalData))]
internal sealed partial class OperationalDataContext : JsonSerializerContext;
