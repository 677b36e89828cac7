using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

public record StreamDeleteResponse
{
    [JsonPropertyName("success")]
    public bool Success { get; set; }
}
