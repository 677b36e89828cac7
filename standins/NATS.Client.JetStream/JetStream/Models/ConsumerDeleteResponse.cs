using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

public record ConsumerDeleteResponse
{
    [JsonPropertyName("success")]
    public bool Success { get; set; }
}
